"""Labels that do not cover each other."""

STEPS = 60  # enough for a dozen labels on one spot


def part_labels(ax, labels):
    """Move annotations up and down until none covers another.

    Parameters
    ----------
    ax : matplotlib axes
    labels : list of matplotlib annotations
        With their places in "offset points"; moved in place.
    """
    figure = ax.figure.figure  # the whole one, where the axes are in a part of it
    figure.draw_without_rendering()
    boxes = [(label.get_bbox_patch() or label).get_window_extent() for label in labels]
    shifts = [0.0] * len(labels)
    for _ in range(STEPS):
        if not _push(boxes, shifts):
            break
    for label, shift in zip(labels, shifts, strict=True):
        x, y = label.get_position()
        label.set_position((x, y + shift * 72 / figure.dpi))  # pixels to points


def _push(boxes, shifts):
    """Part each pair that overlaps by half of what they share; whether there was one."""
    found = False
    for i, first in enumerate(boxes):
        for j, second in enumerate(boxes[:i]):
            low, high = (i, j) if first.y0 + shifts[i] <= second.y0 + shifts[j] else (j, i)
            shared = boxes[low].y1 + shifts[low] - boxes[high].y0 - shifts[high]
            if shared > 0 and first.x0 < second.x1 and second.x0 < first.x1:
                shifts[low] -= shared / 2 + 1
                shifts[high] += shared / 2 + 1
                found = True
    return found
