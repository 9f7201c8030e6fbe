"""`python3 -m hazard prepare --data DIR --work DIR`, and `... train --work DIR --out FILE`; see ../README.md."""

import argparse
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(prog="hazard", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    for step in ("prepare", "train"):
        sub = steps.add_parser(step)
        sub.add_argument("--work", type=Path, required=True, help="folder for samples and features, about 6 GB")
        if step == "prepare":
            sub.add_argument("--data", type=Path, required=True, help="folder with the pictures")
        else:
            sub.add_argument("--head", type=Path, required=True, help="file that the trained head is written to")
            sub.add_argument("--report", type=Path, required=True, help="file that the measurements are written to")
            sub.add_argument("--folds", action="store_true", help="cross-validate over scenes too, which takes longer")
    arguments = parser.parse_args()
    if arguments.step == "prepare":
        from .prepare import prepare

        prepare(arguments.data, arguments.work)
    else:
        from .train import train_all

        train_all(arguments.work, arguments.head, arguments.report, arguments.folds)


if __name__ == "__main__":
    main()
