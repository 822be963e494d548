"""Every command is in the reference, as the code has it."""

from tests.house import commands


def test_the_reference_lists_the_commands_as_the_code_has_them():
    assert commands.written() == commands.table(), "run `make reference`"


def test_every_command_says_what_it_does():
    assert [name for name, parser in commands.parsers() if not (parser.description or "").strip()] == []
