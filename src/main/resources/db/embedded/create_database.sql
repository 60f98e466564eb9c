CREATE DATABASE sluice OWNER sluice_maintenance
