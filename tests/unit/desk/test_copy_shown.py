"""Row 17: copy that is stored with active markup, whoever stored it, is harmless on the desk's screens."""

from tajuk.desk.templatetags.desk import cleaned


def test_stored_script_does_not_reach_the_desk() -> None:
    shown = cleaned(
        '<p onclick="x()">Satu <b>dua</b></p><script>alert(1)</script><img src=x onerror=alert(1)>'
    )
    assert shown == "<p>Satu <b>dua</b></p>"
