package io.github.openairun.test.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the pages of the documentation, from whatever module the tests run in.
 */
public final class Pages {

	private Pages() {
	}

	/** Return the folder of the whole project. */
	static Path root() {
		Path folder = Path.of("").toAbsolutePath();
		while (!Files.exists(folder.resolve("CONTRIBUTING.md"))) {
			folder = folder.getParent();
		}
		return folder;
	}

	/** Return all pages: those of the project, of its reference and of its samples. */
	static List<Path> all() {
		return Stream
			.of(list(root()), list(root().resolve("docs")), list(root().resolve("samples")).flatMap(Pages::list))
			.flatMap((files) -> files)
			.filter((file) -> file.toString().endsWith(".md"))
			.sorted()
			.toList();
	}

	/** Return what a folder contains; nothing if it is a file. */
	static Stream<Path> list(Path folder) {
		if (!Files.isDirectory(folder)) {
			return Stream.empty();
		}
		try (Stream<Path> files = Files.list(folder)) {
			return files.toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Return the text of a page, such as {@code docs/web.md}. */
	public static String read(String page) {
		return text(root().resolve(page));
	}

	/** Return the text of a file. */
	static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Return what is between two texts of a page, the first of the kind. */
	public static String between(String page, String start, String end) {
		int from = page.indexOf(start);
		int to = page.indexOf(end, from + start.length());
		if (from < 0 || to < 0) {
			throw new AssertionError("Nothing is between '" + start + "' and '" + end + "'");
		}
		return page.substring(from + start.length(), to);
	}

}
