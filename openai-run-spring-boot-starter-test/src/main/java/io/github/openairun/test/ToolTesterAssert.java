package io.github.openairun.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.assertj.core.api.AbstractAssert;
import org.springframework.util.Assert;

/**
 * AssertJ's view of the tools of an application.
 *
 * @since 0.1.0
 */
public final class ToolTesterAssert extends AbstractAssert<ToolTesterAssert, ToolTester> {

	private static final Path DIRECTORY = Path.of("src", "test", "resources");

	private static final String UPDATE = "openairun.test.update-snapshots";

	ToolTesterAssert(ToolTester actual) {
		super(actual, ToolTesterAssert.class);
	}

	/**
	 * Verifies that models receive the same tools as when a file was written: their
	 * names, descriptions and schemas.
	 * <p>
	 * The system property {@code openairun.test.update-snapshots=true} has the file
	 * written instead.
	 * @param file the file's name below {@code src/test/resources}
	 * @return this view
	 */
	public ToolTesterAssert matchesSnapshot(String file) {
		return matchesSnapshot(DIRECTORY.resolve(file), Boolean.getBoolean(UPDATE));
	}

	ToolTesterAssert matchesSnapshot(Path file, boolean update) {
		Assert.notNull(file, "'file' must not be null");
		ToolSnapshot snapshot = ToolSnapshot.of(this.actual.definitions());
		try {
			if (update) {
				Files.createDirectories(file.toAbsolutePath().getParent());
				Files.writeString(file, snapshot.json());
				return this;
			}
			if (!Files.exists(file)) {
				failWithMessage("There is no snapshot %s. Run the test with -D%s=true to have it written", file,
						UPDATE);
			}
			List<String> changes = ToolSnapshot.read(Files.readString(file)).changesTo(snapshot);
			if (!changes.isEmpty()) {
				failWithMessage(
						"What models receive about the tools has changed since %s was written:%n%s%n"
								+ "If that is meant, run the test with -D%s=true to have it written anew",
						file, String.join(System.lineSeparator(), changes), UPDATE);
			}
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
