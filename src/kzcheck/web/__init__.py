"""All access to the network: guarded against internal addresses, limited in rate, patient with failures, and cached."""
