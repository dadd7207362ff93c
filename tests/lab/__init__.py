"""Our own web on loopback addresses: what tests and benchmarks ask instead of the real one."""

from lab.server import Answer, Call, Lab, Seen

__all__ = ["Answer", "Call", "Lab", "Seen"]
