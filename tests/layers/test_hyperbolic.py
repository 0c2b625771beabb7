"""The Poincaré ball: known distances, the laws of a metric, finite slopes at every place."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from skmedcode.layers import poincare_distance, project_to_ball, to_ball
from skmedcode.layers._hyperbolic import RADIUS

COORDINATES = st.floats(-1.5, 1.5, allow_subnormal=False)
POINTS = st.lists(st.tuples(COORDINATES, COORDINATES, COORDINATES), min_size=3, max_size=3)


def inside(points, radius=RADIUS):
    return project_to_ball(torch.tensor(points, dtype=torch.float64), radius)


@settings(max_examples=100, deadline=None)
@given(POINTS)
def test_a_metric_and_the_formula(points):
    a, b, c = inside(points)
    distance = poincare_distance(a, b).item()
    assert distance == poincare_distance(b, a).item() >= 0
    assert poincare_distance(a, a).item() == 0
    between = poincare_distance(a, c).item() + poincare_distance(c, b).item()
    assert distance <= between * (1 + 1e-9) + 1e-9
    gaps = (1 - a.square().sum().item()) * (1 - b.square().sum().item())
    apart = sum((x - y) ** 2 for x, y in zip(a.tolist(), b.tolist(), strict=True))
    slow = math.acosh(1 + 2 * apart / gaps)
    assert distance == pytest.approx(slow, rel=1e-6, abs=1e-6)


def test_distance_from_the_origin():
    radii = torch.tensor([1e-6, 0.3, 0.9, RADIUS], dtype=torch.float64)
    points = radii.unsqueeze(1) * torch.tensor([0.6, 0.8], dtype=torch.float64)
    expected = 2 * torch.atanh(radii)
    torch.testing.assert_close(poincare_distance(points, torch.zeros(2).double()), expected)


def test_moving_all_points_by_an_isometry_changes_no_distance():
    """Moebius translations of the disk, ``z -> (z + w) / (1 + conj(w) z)``."""
    rng = np.random.default_rng(0)
    z = (rng.normal(size=(6, 2)) @ [1, 1j]) * 0.3
    w = 0.5 - 0.6j
    moved = (z + w) / (1 + np.conj(w) * z)
    before, after = (torch.tensor(np.c_[x.real, x.imag]) for x in (z, moved))
    torch.testing.assert_close(
        poincare_distance(before[:3], before[3:]), poincare_distance(after[:3], after[3:])
    )


def test_geoopt_says_the_same():
    geoopt = pytest.importorskip("geoopt")
    torch.manual_seed(0)
    u, v = 0.9 * to_ball(torch.randn(2, 50, 4).double(), torch.randn(2, 50, 1).double())
    expected = geoopt.PoincareBall(c=1.0).dist(u, v)
    torch.testing.assert_close(poincare_distance(u, v), expected)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("other", [[0.0, 0.0], [0.3, -0.2], [RADIUS, 0.0], [-RADIUS, 0.0]])
@pytest.mark.parametrize("point", [[0.0, 0.0], [RADIUS, 0.0], [2.0, 0.0], [1e-30, 0.0]])
def test_slopes_are_finite_at_the_origin_the_boundary_and_each_other(point, other, dtype):
    point = torch.tensor(point, dtype=dtype, requires_grad=True)
    other = torch.tensor(other, dtype=dtype, requires_grad=True)
    distance = poincare_distance(project_to_ball(point), other)
    distance.backward()
    assert torch.isfinite(distance)
    assert torch.isfinite(point.grad).all() and torch.isfinite(other.grad).all()


def test_gradients_are_right():
    torch.manual_seed(0)
    u, v = (inside(torch.randn(5, 3).tolist(), 0.95).requires_grad_() for _ in range(2))
    assert torch.autograd.gradcheck(poincare_distance, (u, v))
    edge = inside([[1.0, 0.0, 0.0]], 1 - 1e-4).requires_grad_()
    origin = torch.zeros(1, 3, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(poincare_distance, (origin, edge), eps=1e-9, rtol=1e-2)
    assert torch.autograd.gradcheck(project_to_ball, (2 * v.detach()).requires_grad_())
    magnitude = torch.tensor([[0.0], [3.0], [-3.0], [9.0], [-9.0]]).double().requires_grad_()
    assert torch.autograd.gradcheck(to_ball, (u, magnitude))


def test_points_stay_inside_and_keep_their_direction():
    points = torch.tensor([[3.0, 4.0], [0.3, 0.4], [0.0, 0.0]])
    kept = project_to_ball(points)
    torch.testing.assert_close(kept[0], RADIUS * torch.tensor([0.6, 0.8]))
    assert torch.equal(kept[1:], points[1:])


def test_to_ball():
    direction = torch.tensor([[3.0, 4.0], [0.0, 0.0], [1e4, 0.0]], requires_grad=True)
    magnitude = torch.tensor([[0.0], [5.0], [200.0]], requires_grad=True)
    points = to_ball(direction, magnitude)
    expected = torch.tensor([[0.3, 0.4], [0.0, 0.0], [RADIUS, 0.0]])
    torch.testing.assert_close(points, expected, rtol=0, atol=1e-5)
    poincare_distance(points, torch.zeros(2)).sum().backward()
    assert torch.isfinite(direction.grad).all() and torch.isfinite(magnitude.grad).all()


def test_half_precision_is_raised_under_autocast_too():
    points = torch.tensor([[0.999, 0.0]], dtype=torch.bfloat16)
    with torch.autocast("cpu", torch.bfloat16):
        distance = poincare_distance(points, torch.zeros(2))
        placed = to_ball(points, torch.zeros(1, 1, dtype=torch.bfloat16))
    assert distance.dtype == placed.dtype == torch.float32
