"""Random choices that come out the same on every platform."""

import math

__all__ = ["Draw"]


class Draw:
    """Choices made from uniform doubles only.

    ``RandomState.randint`` and ``shuffle`` depend on the width of the platform's C long, and
    ``choice`` on the NumPy version; a double in [0, 1) depends on neither.

    Parameters
    ----------
    random_state : numpy.random.RandomState
    """

    def __init__(self, random_state):
        self._uniform = random_state.random_sample

    def chance(self, probability):
        """True with this probability."""
        return self._uniform() < probability

    def between(self, low, high):
        """An integer from low to high, both included."""
        return low + int(self._uniform() * (high - low + 1))

    def pick(self, items):
        """One item of a sequence."""
        return items[int(self._uniform() * len(items))]

    def weighted(self, weights):
        """The position of one weight, or None where all are zero."""
        total = sum(weights)
        if total <= 0:
            return None
        mark = self._uniform() * total
        for position, weight in enumerate(weights):
            mark -= weight
            if mark < 0:
                return position
        # Rounding can leave a hair of the total; it belongs to the last positive weight.
        return max(position for position, weight in enumerate(weights) if weight > 0)

    def poisson(self, mean):
        """A Poisson count, by Knuth's product of uniforms; for the small means used here."""
        limit, product, count = math.exp(-mean), self._uniform(), 0
        while product > limit:
            product *= self._uniform()
            count += 1
        return count

    def shuffled(self, items):
        """A new list in random order."""
        items = list(items)
        for last in range(len(items) - 1, 0, -1):
            other = int(self._uniform() * (last + 1))
            items[last], items[other] = items[other], items[last]
        return items

    def sample(self, items, count):
        """``count`` different items of a sequence, in random order; all where there are fewer."""
        items = list(items)
        for place in range(min(count, len(items))):
            other = place + int(self._uniform() * (len(items) - place))
            items[place], items[other] = items[other], items[place]
        return items[:count]
