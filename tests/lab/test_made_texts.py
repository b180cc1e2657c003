"""Texts that are made when they are read."""

from functools import partial

from wk4gui.lab.made_texts import MadeTexts


def test_a_text_is_made_once_and_only_if_it_is_read():
    made = []

    def make(k):
        made.append(k)
        return k * 11

    texts = MadeTexts([partial(make, k) for k in range(5)])
    assert len(texts) == 5
    assert not made
    assert texts[1] == texts[1] == "11"
    assert texts[3:] == ("33", "44")
    assert made == [1, 3, 4]
    assert list(texts) == ["0", "11", "22", "33", "44"]
