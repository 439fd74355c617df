package io.github.openairun.test.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads what the tests of all modules so far have printed and failed with, and finds no
 * key in it: every key of a test begins like OpenAI's. The build asks for it once the
 * tests are over.
 */
class PrintedKeysCheck {

	private static final Pattern KEY = Pattern.compile("sk-[A-Za-z0-9]");

	private static final Set<String> PRINTED = Set.of("system-out", "system-err", "failure", "error", "rerunFailure");

	@Test
	void noKeyWasPrinted() {
		List<Path> reports = reports();
		assertThat(reports).isNotEmpty();
		List<String> printed = new ArrayList<>();
		for (Path report : reports) {
			printed(report).stream()
				.filter((text) -> KEY.matcher(text).find())
				.forEach((text) -> printed.add(report.getFileName() + ": " + text));
		}
		assertThat(printed).isEmpty();
	}

	@Test
	void whatWasPrintedIsRead() {
		assertThat(reports().stream().flatMap((report) -> printed(report).stream())).isNotEmpty();
	}

	private static List<Path> reports() {
		Path root = Path.of("").toAbsolutePath();
		while (!Files.exists(root.resolve("CONTRIBUTING.md"))) {
			root = root.getParent();
		}
		List<Path> reports = new ArrayList<>();
		for (String module : new String[] { "openai-run-spring-boot-autoconfigure",
				"openai-run-spring-boot-starter-test" }) {
			Path folder = root.resolve(module).resolve("target/surefire-reports");
			if (Files.isDirectory(folder)) {
				reports.addAll(list(folder));
			}
		}
		return reports;
	}

	private static List<Path> list(Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> file.toString().endsWith(".xml")).toList();
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
			while (xml.hasNext()) {
				if (xml.next() == XMLStreamConstants.START_ELEMENT && PRINTED.contains(xml.getLocalName())) {
					String message = xml.getAttributeValue(null, "message");
					texts.add(((message != null) ? message : "") + xml.getElementText());
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
