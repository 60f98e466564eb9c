DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['sluice_writer', 'sluice_reader', 'sluice_maintenance'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L', role_name, 'sluice');
        END IF;
    END LOOP;
    ALTER ROLE sluice_reader SET default_transaction_read_only = on;
END
$$
