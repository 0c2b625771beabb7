"""The Poincaré ball: distance, and keeping points inside."""

import torch

RADIUS = 1 - 1e-5  # points keep inside of it
MIN_GAP = (1 - RADIUS**2) / 2  # of 1 - |u|^2; half, so that rounding at the radius stays above


def poincare_distance(u, v):
    """Distance of points in the Poincaré ball of curvature -1.

    ``arcosh(1 + 2 |u - v|^2 / ((1 - |u|^2) (1 - |v|^2)))``, computed as twice the inverse
    hyperbolic sine of ``|u - v| / sqrt((1 - |u|^2) (1 - |v|^2))``: the same number, without taking
    the logarithm of what is nearly 1. So small distances keep their digits in float32, and the
    gradient is finite everywhere; where the points are the same, it is zero.

    Parameters
    ----------
    u, v : Tensor of shape (..., dim)
        Of norm ``RADIUS`` at most, which :func:`project_to_ball` sees to. Half precision is raised
        to float32, under autocast too.

    Returns
    -------
    Tensor of shape (...)
        float32, or float64 for points in float64.

    Examples
    --------
    >>> import torch
    >>> origin, point = torch.zeros(2), torch.tensor([0.5, 0.0])
    >>> round(poincare_distance(origin, point).item(), 4)  # log 3
    1.0986
    """
    u, v = _at_least_single(u), _at_least_single(v)
    apart = torch.linalg.vector_norm(u - v, dim=-1)
    return 2 * torch.asinh(apart * (_gap(u) * _gap(v)).rsqrt())


def project_to_ball(points, radius=RADIUS):
    """The points, those outside moved straight to the sphere of ``radius``.

    Parameters
    ----------
    points : Tensor of shape (..., dim)
    radius : float, default=1 - 1e-5

    Returns
    -------
    Tensor of the same shape
    """
    norms = torch.linalg.vector_norm(points, dim=-1, keepdim=True)
    return points * (radius / norms.clamp_min(radius))


def to_ball(direction, magnitude):
    """Points from a direction and a magnitude of any size.

    Parameters
    ----------
    direction : Tensor of shape (..., dim)
        Its length does not matter; zero gives the origin.
    magnitude : Tensor of shape (..., 1)
        Its sigmoid is the distance from the origin, as a share of ``RADIUS``.

    Returns
    -------
    Tensor of shape (..., dim)
        float32, or float64 for float64.
    """
    direction, magnitude = _at_least_single(direction), _at_least_single(magnitude)
    unit = torch.nn.functional.normalize(direction, dim=-1, eps=1e-6)
    return RADIUS * torch.sigmoid(magnitude) * unit


def _gap(points):
    return (1 - points.square().sum(-1)).clamp_min(MIN_GAP)


def _at_least_single(x):
    return x.to(torch.promote_types(x.dtype, torch.float32))
