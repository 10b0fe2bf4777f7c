"""Define the network that marks heads, tails and lines of arrows.

Input: N x 4 x H x W, RGB in [-0.5, 0.5] and a mask of text boxes (0 or 1); H and W are multiples of 16.
Output: N x 9 x H/2 x W/2, see `CHANNELS`; heat maps and line map are logits, the rest are plain numbers.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

CHANNELS = ("pointed", "bar", "circle", "tail", "way_x", "way_y", "line", "cos2", "sin2")
WIDTHS = (24, 48, 96, 128)
FINE = 16


class Residual(nn.Module):
    """Apply two 3x3 convolutions with a short cut."""

    def __init__(self, channels: int, dilation: int = 1) -> None:
        super().__init__()
        self.a = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.na = nn.BatchNorm2d(channels)
        self.b = nn.Conv2d(channels, channels, 3, padding=dilation, dilation=dilation, bias=False)
        self.nb = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        """Give maps of the same size."""
        return torch.relu(x + self.nb(self.b(torch.relu(self.na(self.a(x))))))


def step(inward: int, outward: int, stride: int = 1, kernel: int = 3) -> nn.Sequential:
    """Make a convolution with batch norm and ReLU."""
    conv = nn.Conv2d(inward, outward, kernel, stride=stride, padding=kernel // 2, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outward), nn.ReLU())


class HeadNet(nn.Module):
    """Mark arrowheads, bars, circles, tails and lines: a small U-Net whose work is done at strides 4, 8 and 16."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d = WIDTHS
        self.stem = step(4, a, 2, 5)
        self.down = nn.ModuleList([
            nn.Sequential(step(a, b, 2), Residual(b)),
            nn.Sequential(step(b, c, 2), Residual(c), Residual(c)),
            nn.Sequential(step(c, d, 2), Residual(d, 2), Residual(d, 4), Residual(d, 2)),
        ])  # fmt: skip
        self.up = nn.ModuleList([step(d, c, 1, 1), step(c, b, 1, 1)])
        self.join = nn.ModuleList([Residual(c), Residual(b)])
        self.fine = nn.Conv2d(b, 4 * FINE, 1)
        self.skip = nn.Conv2d(a, FINE, 1)
        self.out = nn.Conv2d(FINE, len(CHANNELS), 3, padding=1)
        with torch.no_grad():
            self.out.bias.zero_()
            self.out.bias[:4] = -4.0
            self.out.bias[6] = -3.0

    def forward(self, x: Tensor) -> Tensor:
        """Give the nine maps at half size."""
        stem = x = self.stem(x)
        kept = []
        for layer in self.down:
            x = layer(x)
            kept.append(x)
        kept.pop()
        for squeeze, join in zip(self.up, self.join, strict=False):
            x = nn.functional.interpolate(squeeze(x), scale_factor=2.0, mode="nearest")
            x = join(x + kept.pop())
        fine = nn.functional.pixel_shuffle(self.fine(x), 2)
        return self.out(torch.relu(fine + self.skip(stem)))
