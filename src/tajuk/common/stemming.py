"""Cut words down to what their forms share, so that *penurunan* finds *menurun*.

Indonesian: the order of rules of F. Z. Tala, "A Study of Stemming Effects on Information Retrieval in Bahasa
Indonesia" (Universiteit van Amsterdam, 2003): particle, possessive, first prefix, suffix, second prefix, each
only where two syllables remain. Two things are added. The sound that a nasal prefix swallows is put back
(*menarik*, *tarik*), with short lists of the roots that begin otherwise; and words that only look derived are
left alone.
English: D. Harman's S-stemmer, "How Effective Is Suffixing?" (JASIS 42, 1991).
What it reaches is measured by tests/unit/common/test_stemming.py.
"""

import re
from functools import lru_cache

LONGEST = 40


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VOWEL = re.compile("[aeiou]")
_PARTICLE = re.compile(r"(?:kah|lah|tah|pun)$")
_POSSESSIVE = re.compile(r"nya$")
_FIRST = re.compile(r"^(?:(?P<nasal>[mp]e(?:ng|ny|n|m))|di|ter|ke|me(?=[lrwy])|me(?=[mn][aeiou]))")
_SECOND = re.compile(r"^(?:ber|per|be(?=[^aeiou]er)|pe(?=[^aeiou])|se)")
_SWALLOWED = {"ng": "k", "ny": "s", "n": "t", "m": "p"}
# Roots in k that meng- and peng- swallow: unlisted, the root begins with its vowel (mengambil, ambil).
_IN_K = _set(
    """
    kait kaji kalah kantong kata kawal kejar kejut keluar keluh kelola kelompok kemas kembali kembang kemuka
    kena kenal kendali kerah kerek keruk kerja ketat kikis kirim kolek konsumsi kontrol koreksi korek kosong
    kotor kuasa kuat kubur kucur kukuh kulit kumpul kunci kunjung kupas kurang kurung kutip kutuk
    """
)
# Roots whose own first sound is the nasal: memiliki, milik; menilai, nilai; menyatakan, nyata.
_IN_NASAL = _set(
    """
    milik muat masak masuk minta mulai mula minum mati main maju menang mundur minat makna manfaat macet
    musuh mudah mohon mungkin muda murah mogok mukim modal nanti nila nilai naik nama nikmat nyata nyanyi
    nyala nyaman nasihat
    """
)
# Roots in r that look as if per- stood before them, and roots in k that look as if -kan stood behind them.
_IN_R = _set("rencana rendah ramal rekam rekrut rusak riset rawat rampok")
_WITH_LAST_K = _set(
    """
    naik bijak gerak tarik baik banyak pajak tolak milik masuk bentuk cetak tindak kontrak lonjak pasok
    letak rusak desak layak minyak ternak merek efek konflik unjuk tunjuk duduk rokok bajak pijak bengkak
    gebrak periksa
    """
)
_WHOLE = _IN_K | _set(
    """
    menteri pengaruh berita terima beri bersih perlu percaya periksa pesan sekolah kertas pertama bank film
    """
)
_IRREGULAR = {"belajar": "ajar", "pelajar": "ajar", "pelajaran": "ajar", "berikan": "beri"}


@lru_cache(maxsize=65_536)
def stem(word: str, language: str) -> str:
    """Return the stem of a lower-case word in an edition's language (`id`, `en`), at most 40 characters."""
    word = word[:LONGEST]
    if not word.isalpha():
        return word
    return _english(word) if language == "en" else _indonesian(word)


def _english(word: str) -> str:
    if len(word) < 4 or word.endswith(("us", "ss")):
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") else word


def _indonesian(word: str) -> str:
    for ending in (_PARTICLE, _POSSESSIVE):
        word = _without(ending, word)
    if word in _WHOLE or word in _IRREGULAR:
        return _IRREGULAR.get(word, word)
    shorter = _without_first_prefix(word)
    if shorter != word:
        return _without_second_prefix(_without_suffix(shorter))
    return _without_suffix(_without_second_prefix(word))


def _without(ending: re.Pattern[str], word: str) -> str:
    rest = ending.sub("", word)
    return rest if word not in _WHOLE and _is_root(rest) else word


def _without_suffix(word: str) -> str:
    """Cut *-kan*, *-an* or *-i*; *-an* alone where the k is the root's, and an *-i* before *-an* too."""
    if word[:-2] in _WITH_LAST_K and word.endswith("an"):
        return word[:-2]
    if word in _WITH_LAST_K:
        return word
    for suffix in ("kan", "an", "i"):
        rest = word.removesuffix(suffix)
        if rest != word and word not in _WHOLE and _is_root(rest):
            return rest[:-1] if rest.endswith("i") and rest not in _WHOLE and _is_root(rest[:-1]) else rest
    return word


def _without_first_prefix(word: str) -> str:
    match = _FIRST.match(word)
    if match is None:
        return word
    rest = word[match.end() :]
    if nasal := match["nasal"]:
        rest = _with_swallowed(rest, nasal[2:])
    return rest if _may_stand(rest, 3 if nasal or match[0] == "di" else 4) else word


def _with_swallowed(rest: str, nasal: str) -> str:
    """Put back the sound that the prefix swallowed before a vowel."""
    if not _VOWEL.match(rest):
        return rest
    if {nasal + rest, _without_suffix(nasal + rest)} & _IN_NASAL:
        return nasal + rest
    if nasal == "ng" and not {"k" + rest, "k" + _without_suffix(rest)} & _IN_K:
        return rest
    return _SWALLOWED[nasal] + rest


def _without_second_prefix(word: str) -> str:
    match = _SECOND.match(word)
    if match is None or word in _WHOLE:
        return word
    rest = word[match.end() :]
    if match[0] == "per" and "r" + _without_suffix(rest) in _IN_R:
        return "r" + rest
    return rest if _may_stand(rest, 4) else word


def _may_stand(rest: str, shortest: int) -> bool:
    return len(rest) >= shortest and _is_root(rest) and not (rest[0] in "mn" and rest[1] not in "aeiouy")


def _is_root(rest: str) -> bool:
    """Tell whether a root may look so: two syllables, or one of the few short ones (*bank*)."""
    return len(_VOWEL.findall(rest)) >= 2 or rest in _WHOLE
