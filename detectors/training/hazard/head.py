"""The network that is trained: the same as models/build/hazard-head.ts puts into the street model."""

import torch
from torch import Tensor, nn
from torch.nn import functional

#: Channels that the trunk gives, and those of the head's own layers.
TRUNK, COLOUR, WIDTH = 768, 16, 48
#: Share of the trunk's channels left out of each batch.
TRUNK_DROP = 0.15


def _block(width: int) -> tuple[nn.Conv2d, nn.Conv2d, nn.BatchNorm2d]:
    spread = nn.Conv2d(width, width, 5, padding=2, groups=width, bias=False)
    return spread, nn.Conv2d(width, width, 1, bias=False), nn.BatchNorm2d(width)


class HazardHead(nn.Module):
    """Logits of fire and smoke, (n, 2, rows, columns), from the trunk's features and the picture at a quarter of its size."""

    def __init__(self, deviation: Tensor) -> None:
        super().__init__()
        self.register_buffer("deviation", deviation.view(1, -1, 1, 1))
        self.colour1, self.colour_norm1 = nn.Conv2d(3, COLOUR, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(COLOUR)
        self.colour2, self.colour_norm2 = nn.Conv2d(COLOUR, COLOUR, 3, padding=1, bias=False), nn.BatchNorm2d(COLOUR)
        self.mix = nn.Conv2d(TRUNK, WIDTH, 1, bias=False)
        self.mix_colour, self.mix_norm = nn.Conv2d(2 * COLOUR, WIDTH, 1, bias=False), nn.BatchNorm2d(WIDTH)
        self.spread1, self.blend1, self.blend_norm1 = _block(WIDTH)
        self.spread2, self.blend2, self.blend_norm2 = _block(WIDTH)
        self.score = nn.Conv2d(WIDTH, 2, 1)
        nn.init.constant_(self.score.bias, -3.0)
        self.drop = nn.Dropout2d(0.1)

    def _mix_weight(self) -> Tensor:
        """
        Kernels of the first layer for channels as they come: dividing by the deviation here is much cheaper than dividing them, and the
        normalisation after it takes care of their means. While it is trained, some channels are left out of each batch.
        """
        weight = self.mix.weight / self.deviation
        if not self.training:
            return weight
        kept = torch.rand(weight.shape[1]) >= TRUNK_DROP
        return weight * (kept / (1 - TRUNK_DROP)).view(1, -1, 1, 1)

    def forward(self, trunk: Tensor, colour: Tensor) -> Tensor:
        fine = functional.relu(self.colour_norm1(self.colour1(colour)))
        fine = functional.relu(self.colour_norm2(self.colour2(fine)))
        pooled = torch.cat([functional.avg_pool2d(fine, 2), functional.max_pool2d(fine, 2)], 1)
        joined = functional.conv2d(trunk, self._mix_weight()) + self.mix_colour(pooled)
        mixed = self.drop(functional.relu(self.mix_norm(joined)))
        near = functional.relu(self.blend_norm1(self.blend1(self.spread1(mixed))))
        far = functional.relu(self.blend_norm2(self.blend2(self.spread2(near))))
        return self.score(far)


def _folded(weight: Tensor, norm: nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return weight * scale.view(-1, 1, 1, 1), norm.bias - norm.running_mean * scale


@torch.no_grad()
def constants(head: HazardHead) -> dict[str, Tensor]:
    """What the graph needs: normalisations folded into the convolutions."""
    head.eval()
    mix = torch.cat([head._mix_weight(), head.mix_colour.weight], 1)
    out: dict[str, Tensor] = {}
    for name, weight, norm in (
        ("colour1", head.colour1.weight, head.colour_norm1),
        ("colour2", head.colour2.weight, head.colour_norm2),
        ("mix", mix, head.mix_norm),
        ("blend1", head.blend1.weight, head.blend_norm1),
        ("blend2", head.blend2.weight, head.blend_norm2),
    ):
        out[f"{name}.weight"], out[f"{name}.bias"] = _folded(weight, norm)
    out["spread1.weight"], out["spread2.weight"] = head.spread1.weight, head.spread2.weight
    out["score.weight"], out["score.bias"] = head.score.weight, head.score.bias
    return out
