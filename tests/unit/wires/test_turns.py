"""Those who record wires take turns, in the order in which they came."""

import threading
import time

from tajuk.wires.turns import Turns


def test_turns_are_handed_on_in_the_order_in_which_they_were_asked_for():
    turns, order, threads = Turns(), [], []

    def work(number):
        with turns.turn():
            order.append(number)

    with turns.turn():
        for number in range(8):
            thread = threading.Thread(target=work, args=(number,))
            thread.start()
            threads.append(thread)
            while len(turns._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join(15)
    assert order == list(range(8))


def test_a_turn_that_ends_badly_is_handed_on_all_the_same():
    turns = Turns()
    for _ in range(2):
        try:
            with turns.turn():
                raise ValueError
        except ValueError:
            pass
    with turns.turn():
        assert turns._taken
    assert not turns._taken


def test_nobody_has_a_turn_beside_another():
    turns, inside, most = Turns(), [], []

    def work():
        for _ in range(50):
            with turns.turn():
                inside.append(1)
                most.append(len(inside))
                time.sleep(0)
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
    assert (len(most), max(most)) == (300, 1)
