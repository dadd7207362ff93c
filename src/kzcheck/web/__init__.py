"""The one polite way to the network: guarded, limited, patient, and with a memory for answers."""
