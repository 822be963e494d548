"""How many article pages are baked in a second of CPU, beside plain Wagtail and Hugo in the same run."""

import resource

from tajuk.bench import content, newsrooms
from tajuk.bench.figures.publishing import writing
from tajuk.bench.load import LoadFailed, put_load
from tajuk.bench.newsrooms import Newsroom
from tajuk.bench.peers import hugo, wagtail
from tajuk.bench.peers.contract import NotHad, Subject
from tajuk.bench.processes import NotStarted
from tajuk.bench.profiles import profile_of
from tajuk.bench.results import Figure, Options, Table
from tajuk.bench.samples import Sample, Verdict

RATE, BESIDE_WAGTAIL, BESIDE_HUGO = 400.0, 8.0, 1.0
_FEW, _MANY = 50, 400
_HUGO_PAGES = 3_000
_SMALLEST = 10_000


def measure(options: Options) -> Figure:
    """Measure baking, a round of each in turn."""
    figure = Figure("bake", "Baking article pages")
    ours, wagtails, hugos = (Sample("pages a CPU-second") for _ in range(3))
    articles = min(_SMALLEST, *options.articles)
    with newsrooms.kept(options.work, articles=articles, tell=options.tell) as newsroom:
        for number in range(options.rounds):
            options.tell(f"baking, round {number + 1} of {options.rounds}")
            ours.values.append(_ours(newsroom, skip=500 + number * (_FEW + _MANY)))
            if options.peers:
                _peers(figure, options, wagtails, hugos, first=number == 0)
        table = Table(
            "Article pages with all their parts", ("baked by", *("median", "lowest", "highest"), "rounds")
        )
        for name, sample in (("Tajuk", ours), ("plain Wagtail, answering", wagtails), ("Hugo", hugos)):
            if values := sample.values:
                middle = (sample.middle, min(values), max(values))
                table.rows.append((name, *(round(value, 1) for value in middle), len(values)))
        figure.tables.append(table)
        figure.verdicts = [
            Verdict("article pages a CPU-second", ours.middle, RATE, "pages", at_most=False),
            Verdict("… beside plain Wagtail", _beside(ours, wagtails), BESIDE_WAGTAIL, "×", at_most=False),
            Verdict("… beside Hugo", _beside(ours, hugos), BESIDE_HUGO, "×", at_most=False),
        ]
        figure.notes.append(
            f"`tajuk press bake` of {_MANY} stories that had no plate less the same of {_FEW} others, so that starting "
            "counts for neither; Wagtail renders its page for each request; Hugo makes "
            f"{_HUGO_PAGES:,} pages without pictures, figures or anything that is compressed."
        )
        if any(verdict.is_reached is False for verdict in figure.verdicts):
            figure.profiles["bake"] = profile_of(newsroom, "bake")
    return figure


def _ours(newsroom: Newsroom, *, skip: int) -> float:
    """Return pages a second of CPU: the cost of many less that of few, which start the same."""
    with writing(newsroom, 8_000) as writer:
        paths = writer.ask("addresses", count=_FEW + _MANY, skip=skip)["paths"]
    few, many = _cost(newsroom, paths[:_FEW]), _cost(newsroom, paths[_FEW:])
    return (_MANY - _FEW) / max(many - few, 1e-6)


def _cost(newsroom: Newsroom, paths: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    newsroom.call("press", "bake", *paths)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _peers(figure: Figure, options: Options, wagtails: Sample, hugos: Sample, *, first: bool) -> None:
    subject = Subject(content.Page((), {}), content.copy(), options.work)
    try:
        with wagtail.Wagtail().serving(subject, options.tell) as served:
            plain = served[0]
            put_load(plain.url, plain.pids, seconds=1, headers=plain.headers, connections=4)
            cost = put_load(
                plain.url, plain.pids, seconds=options.seconds, headers=plain.headers, connections=4
            ).cpu
            wagtails.values.append(1e6 / cost)
    except (NotHad, NotStarted, LoadFailed) as error:
        _note(figure, f"plain Wagtail: {error}", first=first)
    try:
        hugos.values.append(hugo.bake(subject, _HUGO_PAGES, options.tell))
    except NotHad as error:
        _note(figure, f"Hugo: {error}", first=first)


def _note(figure: Figure, line: str, *, first: bool) -> None:
    if first:
        figure.notes.append(line)


def _beside(ours: Sample, theirs: Sample) -> float | None:
    return ours.middle / theirs.middle if theirs.values else None
