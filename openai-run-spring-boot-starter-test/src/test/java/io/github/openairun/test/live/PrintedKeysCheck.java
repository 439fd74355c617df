package io.github.openairun.test.live;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads what the tests of all modules so far have printed, and finds no key in it. The
 * build asks for it once the tests of this module are over, and once more when those of
 * all modules are.
 */
class PrintedKeysCheck {

	private final PrintedKeys keys = new PrintedKeys(root());

	@Test
	void noKeyWasPrinted() {
		assertThat(this.keys.found()).isEmpty();
	}

	@Test
	void whatWasPrintedIsRead() {
		assertThat(this.keys.modules()).contains(System.getProperty("printed-keys.modules").split(","));
		assertThat(this.keys.printed()).isNotEmpty();
	}

	private static Path root() {
		Path root = Path.of("").toAbsolutePath();
		while (!Files.exists(root.resolve("CONTRIBUTING.md"))) {
			root = root.getParent();
		}
		return root;
	}

}
