"""A web on loopback addresses that tests and benchmarks use instead of the real one."""

from lab.server import Answer, Call, Lab, Received

__all__ = ["Answer", "Call", "Lab", "Received"]
