package io.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderInUseIsRefusedByName() throws IOException {
        try (DataLock held = DataLock.take(folder)) {
            assertThat(held).isNotNull();

            assertThatThrownBy(() -> DataLock.take(folder)).hasMessageContaining(folder + " is in use", "--data");
        }
    }

    @Test
    void aFolderThatWasGivenUpIsFree() throws IOException {
        DataLock.take(folder).close();

        try (DataLock again = DataLock.take(folder)) {
            assertThat(again).isNotNull();
        }
    }
}
