"""Invented problems of every size and class, from a fixed seed.

Firms stand in a tree of industries, people lean to their own branch. Classes: ``easy`` (more seats than people,
tastes differ), ``scarce`` (fewer seats than people), ``common`` (all agree which firms and people are good, so one
placement pushes the next), ``ties`` (few different values), ``tight`` (common with a tenth too few seats).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seedmatch.candidates import Floats
from seedmatch.conditions import Ints

CLASSES = ("easy", "scarce", "common", "ties", "tight")
PLACED = 1000
FANOUT = np.array([20, 5, 4, 4])


@dataclass(frozen=True)
class Instance:
    """Arrays as ``seedmatch.flow`` takes them, with the likings of both sides for stable plans."""

    seats: Ints
    start: Ints
    post: Ints
    value: Ints
    liking: Floats
    priority: Floats


def instance(people: int, kind: str = "easy", *, degree: int = 44, seed: int = 0) -> Instance:
    """Return a problem with 0.55 firms per person and about ``degree`` pairs per person."""
    rng = np.random.default_rng([seed, people, CLASSES.index(kind)])
    hosts = max(1, people * 11 // 20)
    seats = rng.choice([1, 2, 2, 3], hosts).astype(np.int64)
    branch, trade = _branches(rng, hosts), _branches(rng, people)
    fame, merit = rng.gamma(2.0, 1.0, hosts), rng.normal(0.0, 1.0, people)
    person, post = _pairs(rng, trade[:, 0], branch[:, 0], fame, degree)
    near = np.cumprod(trade[person] == branch[post], axis=1).sum(axis=1)
    work, wish, need = rng.beta(2.0, 3.0, len(post)), rng.random(len(post)), rng.random(len(post))
    fit = 10 * near + 30 * work + 15 * wish + 15 * need
    if kind in ("common", "tight"):
        standing = (merit - merit.min()) / max(1e-9, float(np.ptp(merit)))
        fit = 60 * np.minimum(1.0, 3 * fame / fame.max())[post] + 20 * standing[person] + 20 * work
    points = np.rint(fit).clip(0, 100).astype(np.int64)
    if kind == "ties":
        points = points // 20 * 20
    return Instance(
        seats=_fewer(rng, seats, people, {"scarce": 0.92, "tight": 0.90}.get(kind)),
        start=np.searchsorted(person, np.arange(people + 1)).astype(np.int64),
        post=post,
        value=PLACED + points,
        liking=40 * wish + 6 * near + 15 * work + 4 * fame[post] + rng.random(len(post)),
        priority=40 * need + 6 * near + 15 * work + 6 * merit[person] + rng.random(len(post)),
    )


def _branches(rng: np.random.Generator, count: int) -> Ints:
    """A branch of four levels for each; the first level is unevenly spread."""
    share = 1.0 / np.arange(1, FANOUT[0] + 1) ** 0.8
    first = rng.choice(FANOUT[0], count, p=share / share.sum())
    return np.stack([first, *(rng.integers(0, fan, count) for fan in FANOUT[1:])], axis=1)


def _pairs(
    rng: np.random.Generator, trade: Ints, branch: Ints, fame: Floats, degree: int
) -> tuple[Ints, Ints]:
    """Three quarters of a person's pairs in the own branch, well-known firms more often."""
    wanted = rng.integers(2 * degree // 3, 4 * degree // 3 + 1, len(trade))
    person = np.repeat(np.arange(len(trade)), wanted)
    post = _drawn(rng, np.arange(len(fame)), fame, len(person))
    own = rng.random(len(person)) < 0.75
    for kind in range(FANOUT[0]):
        there = np.flatnonzero(branch == kind)
        mine = np.flatnonzero(own & (trade[person] == kind))
        if len(there) and len(mine):
            post[mine] = _drawn(rng, there, fame[there], len(mine))
    pairs = np.unique(person * len(fame) + post)
    found: tuple[Ints, Ints] = np.divmod(pairs, len(fame))
    return found


def _drawn(rng: np.random.Generator, hosts: Ints, fame: Floats, count: int) -> Ints:
    total = np.cumsum(fame)
    at = np.searchsorted(total, rng.random(count) * total[-1])
    drawn: Ints = hosts[at.clip(max=len(hosts) - 1)]
    return drawn


def _fewer(rng: np.random.Generator, seats: Ints, people: int, share: float | None) -> Ints:
    """Take single seats away until there are ``share`` times as many as people."""
    over = 0 if share is None else int(seats.sum() - share * people)
    if over <= 0:
        return seats
    taken = rng.choice(np.repeat(np.arange(len(seats)), seats), over, replace=False)
    left: Ints = seats - np.bincount(taken, minlength=len(seats))
    return left


WORDS = (
    "精细化工 涂料 高分子 新材料 陶瓷 家具 建材 机械 装备 制造 自动化 机器人 模具 注塑 五金 电子 信息 软件 数据 平台 通信 "
    "物流 仓储 供应链 贸易 跨境 电商 直播 运营 品牌 营销 设计 研发 检测 质量 工艺 设备 维护 安全 环保 节能 能源 光伏 储能 "
    "电池 汽车 零部件 食品 饮料 农产品 加工 冷链 种植 养殖 生物 医药 医疗 器械 康养 文化 旅游 酒店 教育 培训 人力资源 财务 "
    "金融 投资 法务 行政 党建 招商 园区 规划 项目管理 工程 施工 造价 测绘 地产 物业 公共服务 社区 治理 应急 消防 水务 交通"
).split()


def texts(count: int, words: int, seed: int) -> list[str]:
    """Return invented descriptions of work, some words far commoner than others."""
    rng = np.random.default_rng([seed, count, words])
    share = 1.0 / np.arange(1, len(WORDS) + 1) ** 0.7
    drawn = rng.choice(len(WORDS), (count, words), p=share / share.sum())
    return ["、".join(WORDS[k] for k in row) for row in drawn.tolist()]
