"""What tests are made of: records, worlds, addresses, pages as an attacker reads them, killed processes."""
