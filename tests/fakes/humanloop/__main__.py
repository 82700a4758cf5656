"""`python -m fakes.humanloop` (from the folder `tests`): serves until killed; its first line is the URL."""

import signal

from . import HumanloopFake


def main() -> None:
    with HumanloopFake() as fake:
        print(fake.url, flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    main()
