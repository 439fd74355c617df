package io.github.openairun.test.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Looks for keys in what tests have printed and failed with: every key of a test begins
 * like OpenAI's.
 */
final class PrintedKeys {

	private static final Pattern KEY = Pattern.compile("sk-[A-Za-z0-9]");

	private static final Set<String> PRINTED = Set.of("system-out", "system-err", "failure", "error", "rerunFailure",
			"rerunError", "flakyFailure", "flakyError");

	private static final PathMatcher REPORT = FileSystems.getDefault()
		.getPathMatcher("glob:**/target/surefire-reports/*.xml");

	private final Path root;

	PrintedKeys(Path root) {
		this.root = root;
	}

	/** Return the modules, samples included, that have reports of their tests. */
	List<String> modules() {
		return reports().stream()
			.map((report) -> this.root.relativize(report.getParent().getParent().getParent()).toString())
			.distinct()
			.sorted()
			.toList();
	}

	/** Return everything that was printed. */
	List<String> printed() {
		return reports().stream().flatMap((report) -> printed(report).stream()).toList();
	}

	/** Return what was printed with a key in it, and by which tests. */
	List<String> found() {
		List<String> found = new ArrayList<>();
		for (Path report : reports()) {
			printed(report).stream()
				.filter((text) -> KEY.matcher(text).find())
				.forEach((text) -> found.add(this.root.relativize(report) + ": " + text));
		}
		return found;
	}

	private List<Path> reports() {
		try (Stream<Path> files = Files.find(this.root, 5, (path, attributes) -> REPORT.matches(path))) {
			return files.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The texts of one report that a person would see. */
	private static List<String> printed(Path report) {
		List<String> texts = new ArrayList<>();
		try (InputStream input = Files.newInputStream(report)) {
			XMLStreamReader xml = XMLInputFactory.newFactory().createXMLStreamReader(input);
			StringBuilder text = null;
			int depth = 0;
			while (xml.hasNext()) {
				switch (xml.next()) {
					case XMLStreamConstants.START_ELEMENT -> {
						if (text != null) {
							depth++;
						}
						else if (PRINTED.contains(xml.getLocalName())) {
							String message = xml.getAttributeValue(null, "message");
							text = new StringBuilder((message != null) ? message : "");
						}
					}
					case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
						if (text != null) {
							text.append(xml.getText());
						}
					}
					case XMLStreamConstants.END_ELEMENT -> {
						if (text != null && depth-- == 0) {
							texts.add(text.toString());
							text = null;
							depth = 0;
						}
					}
					default -> {
					}
				}
			}
			return texts;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (XMLStreamException ex) {
			throw new IllegalStateException(report.toString(), ex);
		}
	}

}
