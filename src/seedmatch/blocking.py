"""Pairs that would both rather have each other (Gale and Shapley, 1962)."""

from __future__ import annotations

import numpy as np

from seedmatch.model import Bools, Model


def blocking_columns(model: Model, chosen: Bools) -> Bools:
    """Mask of the columns that block the plan.

    A person and a post block when the person likes the post better than the present one (or has none)
    and the post has a free seat, or holds somebody it likes less. Where the post has a seat but its
    host is full, somebody less liked anywhere at the host counts. Equal liking does not block; people
    who are locked cannot be displaced.
    """
    liked = np.full(len(model.people), -np.inf)
    liked[model.person[chosen]] = model.liking[chosen]
    free = chosen & ~model.must[model.person]
    weakest_at_post = np.full(len(model.posts), np.inf)
    np.minimum.at(weakest_at_post, model.post[free], model.priority[free])
    weakest_at_host = np.full(len(model.hosts), np.inf)
    np.minimum.at(weakest_at_host, model.host[free], model.priority[free])
    post_full = np.bincount(model.post[chosen], minlength=len(model.posts)) >= model.post_high
    host_full = np.bincount(model.host[chosen], minlength=len(model.hosts)) >= model.host_high
    weakest = np.where(
        post_full[model.post],
        weakest_at_post[model.post],
        np.where(host_full[model.host], weakest_at_host[model.host], -np.inf),
    )
    blocks: Bools = (model.liking > liked[model.person]) & (model.priority > weakest) & ~chosen
    return blocks
