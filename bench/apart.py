"""BalkanCluster with a frame and a write for every event, even where several are ready together.

Bare servers never join what they send. To be compared with them delivery for delivery, this runs the same
program with one difference: each event has a frame of its own, and each frame of a socket is a system call.
"""

from balkancluster.cli.main import main
from balkancluster.realtime import protocol

if __name__ == "__main__":
    protocol.EVENTS_IN_A_FRAME = 1
    main()
