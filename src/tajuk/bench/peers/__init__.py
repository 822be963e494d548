"""What a publisher could pick instead, started beside Tajuk in the same run: each peer a module.

Peers are installed when the bench runs, never by the tests: Debian's packages by apt-get, the others into the
bench's own folder.
"""
