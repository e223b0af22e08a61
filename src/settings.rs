//! Files and environment into the settings structs that the modules own.
