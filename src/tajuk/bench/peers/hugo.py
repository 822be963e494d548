"""Hugo, which bakes a whole site from files: pages a second of CPU."""

import json
import resource
import subprocess
from pathlib import Path

from tajuk.bench.peers.contract import NotHad, Subject, Tell, debian, fresh

PROGRAM = "/usr/bin/hugo"
_QUOTES = "".join(
    f'<li class="quote up"><a href="/pasar/idx{n}/"><span class="quote-name">IDX{n}</span> '
    f'<data class="quote-value" value="7{n}41">7.{n}41</data> <span class="quote-change">-39,42</span> '
    '<span class="quote-percent">-0,55%</span></a></li>'
    for n in range(11)
)
_SINGLE = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Params.summary }}"><link rel="canonical" href="{{ .Permalink }}">
<meta property="og:title" content="{{ .Title }}"></head><body>
<nav><ul>%s</ul></nav>
<header><ul>{{ range .Site.Params.sections }}<li><a href="/{{ . | urlize }}/">{{ . }}</a></li>{{ end }}</ul></header>
<main><article><h1>{{ .Title }}</h1><p>{{ .Params.summary }}</p>
<time datetime="{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}">{{ .Date.Format "2 January 2006 / 15:04" }} WIB</time>
<div class="prose">{{ .Content }}</div>
<ul>{{ range .Params.topics }}<li><a href="/topik/{{ . | urlize }}/">{{ . }}</a></li>{{ end }}</ul></article>
<section><h2>Berita terkait</h2>{{ range first 4 (where .Site.RegularPages "Params.section" .Params.section) }}
<article><a href="{{ .RelPermalink }}"><h3>{{ .Title }}</h3></a><p>{{ .Params.summary }}</p></article>{{ end }}
</section>
<section><h2>Terbaru</h2><ol>{{ range first 10 .Site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>
<time>{{ .Date.Format "2 January 2006 15:04" }}</time></li>{{ end }}</ol></section></main>
<footer>PT Contoh Warta Rekaan</footer></body></html>"""


def bake(subject: Subject, pages: int, tell: Tell) -> float:
    """Bake a site of so many articles; return pages a second of CPU. Raise `NotHad`."""
    debian({"hugo": PROGRAM}, tell)
    folder = fresh(subject.work / "hugo")
    _lay_out(folder, subject, pages)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [PROGRAM, "--quiet", "--source", str(folder)], capture_output=True, text=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    made = len(list((folder / "public" / "artikel").glob("*/index.html")))
    if done.returncode or made != pages:
        raise NotHad(f"hugo made {made} of {pages} pages: {(done.stderr or done.stdout).strip()[-300:]}")
    return pages / (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def _lay_out(folder: Path, subject: Subject, pages: int) -> None:
    layouts, articles = folder / "layouts" / "_default", folder / "content" / "artikel"
    layouts.mkdir(parents=True)
    articles.mkdir(parents=True)
    (layouts / "single.html").write_text(_SINGLE % _QUOTES)
    sections = ["Makro", "Energi", "Investasi", "Keuangan", "Industri", "Teknologi", "Nasional"]
    config = {
        "baseURL": "https://contoh.example/", "disableKinds": ["taxonomy", "term", "home", "section", "RSS", "sitemap"],
        "params": {"sections": sections},
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config))
    text = "\n\n".join(
        paragraph.removeprefix("<p>").removesuffix("</p>") for paragraph in subject.copy.paragraphs
    )
    for number in range(pages):
        head = {
            "title": f"{subject.copy.headline} {number}", "summary": subject.copy.summary,
            "date": f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}T08:00:00+07:00",
            "section": sections[number % len(sections)], "topics": ["Inflasi", "Suku Bunga", "Anggaran"],
        }  # fmt: skip
        (articles / f"berita-{number}.md").write_text(f"{json.dumps(head)}\n\n{text}\n")
