"""Define the network that weighs ways: a few convolutions along the ribbon, read at both ends and as a whole.

Input: ribbons N x steps x (across * channels), padded with zeros; the steps of each, N; the numbers of `PLAIN`, N x 8.
Output: N log odds. Exponentiated, those of all ways to one head stand beside 1 for "none of them".
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import pad, relu

from figway.relate.ribbons import AFTER, ASIDE, BEFORE, CHANNELS
from figway.relate.ways import PLAIN

WIDTH = 40
AT_TAIL, AT_HEAD = BEFORE + 8, AFTER + 6
"""Steps that are looked at one by one, at the end of the way and at its head."""


class WayNet(nn.Module):
    """Weigh one way at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv1d(len(ASIDE) * len(CHANNELS), WIDTH, 5, padding=2)
        self.further = nn.ModuleList([nn.Conv1d(WIDTH, WIDTH, 5, padding=2 * d, dilation=d) for d in (2, 4)])
        self.tail = nn.Linear(WIDTH * AT_TAIL, 32)
        self.head = nn.Linear(WIDTH * AT_HEAD, 32)
        self.all = nn.Linear(3 * WIDTH + 64 + len(PLAIN), 64)
        self.last = nn.Linear(64, 1)

    def forward(self, ribbons: Tensor, steps: Tensor, plain: Tensor) -> Tensor:
        """Give the log odds of each way."""
        there = (torch.arange(ribbons.shape[1], device=steps.device)[None] < steps[:, None]).float()[:, None]
        x = relu(self.first(ribbons.transpose(1, 2))) * there
        for layer in self.further:
            x = x + relu(layer(x)) * there
        mean = x.sum(2) / there.sum(2)
        most, least = (x - 9 * (1 - there)).amax(2), (x + 9 * (1 - there)).amin(2)
        tail = relu(self.tail(pad(x, (0, AT_TAIL))[:, :, :AT_TAIL].flatten(1)))
        at = (steps[:, None] - 1 - torch.arange(AT_HEAD, device=steps.device)[None]).clamp(min=0)
        head = relu(self.head(torch.gather(x, 2, at[:, None].expand(-1, x.shape[1], -1)).flatten(1)))
        together = torch.cat([mean, most, least, tail, head, plain], 1)
        logits: Tensor = self.last(relu(self.all(together)))[:, 0]
        return logits
