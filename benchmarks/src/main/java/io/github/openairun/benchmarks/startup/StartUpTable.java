package io.github.openairun.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.openairun.RunOperations;

/**
 * Starts the same application again and again in new JVMs, with and without this library
 * and handlers, and prints what CPU time that takes. The variants take turns.
 */
public final class StartUpTable {

	private static final int SERVICES = 20;

	private final int rounds;

	private final Path directory = Path.of("start-up").toAbsolutePath();

	/**
	 * Create a table.
	 * @param quick whether a rough figure will do
	 */
	public StartUpTable(boolean quick) {
		this.rounds = quick ? 5 : 15;
	}

	/**
	 * Start the applications.
	 * @param out where to print the table
	 * @throws Exception if one does not start
	 */
	public void run(PrintStream out) throws Exception {
		String classPath = System.getProperty("java.class.path");
		List<String> services = List.of();
		for (Variant variant : Variant.values()) {
			services = HandlerSources.compile(directory(variant), SERVICES, classPath, variant.annotated());
		}
		Map<Variant, List<Long>> times = new EnumMap<>(Variant.class);
		for (int round = 0; round <= this.rounds; round++) {
			for (Variant variant : Variant.values()) {
				long cpu = start(variant, classPath, services);
				// the first round fills the machine's file cache
				if (round > 0) {
					times.computeIfAbsent(variant, (key) -> new ArrayList<>()).add(cpu);
				}
			}
		}
		print(out, times);
	}

	private Path directory(Variant variant) {
		return this.directory.resolve(variant.annotated() ? "annotated" : "plain");
	}

	private long start(Variant variant, String classPath, List<String> services) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						directory(variant) + File.pathSeparator
								+ (variant.hasLibrary() ? classPath : without(classPath)),
						StartedApplication.class.getName()));
		command.addAll(services);
		Path output = Files.createTempFile(this.directory, "start", ".log");
		int exit = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start()
			.waitFor();
		List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
		String[] figures = lines.stream()
			.filter((line) -> line.startsWith("CPU "))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("Exit " + exit + ": " + String.join("\n", lines)))
			.split(" ");
		Files.delete(output);
		int tools = Integer.parseInt(figures[2]);
		if (tools != variant.tools(SERVICES * HandlerSources.HANDLERS)) {
			throw new IllegalStateException(variant + " has " + tools + " tools");
		}
		return Long.parseLong(figures[1]);
	}

	/** The class path without the library, whose annotations then mean nothing. */
	private static String without(String classPath) throws IOException {
		Path library;
		try {
			library = Path.of(RunOperations.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IOException(ex);
		}
		return Arrays.stream(classPath.split(File.pathSeparator))
			.filter((entry) -> !Path.of(entry).toAbsolutePath().equals(library))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private void print(PrintStream out, Map<Variant, List<Long>> times) {
		double base = median(times.getOrDefault(Variant.WITHOUT, List.of()));
		double noHandlers = median(times.getOrDefault(Variant.NO_HANDLERS, List.of()));
		out.println("The application has " + SERVICES + " beans with " + HandlerSources.HANDLERS + " methods each.");
		out.println("CPU is that of the process until the application has started, median of " + this.rounds + ".");
		out.println();
		out.println("| application | CPU | x without | x no handlers |");
		out.println("| --- | ---: | ---: | ---: |");
		times.forEach((variant, values) -> out.println(String.format(Locale.ROOT, "| %s | %,.0f ms | %.2f | %.2f |",
				variant.description(), median(values) / 1e6, median(values) / base, median(values) / noHandlers)));
	}

	private static double median(List<Long> values) {
		List<Long> sorted = new ArrayList<>(values);
		Collections.sort(sorted);
		return sorted.get(sorted.size() / 2);
	}

	private enum Variant {

		WITHOUT("without the library"), NO_HANDLERS("with the library, none of the methods a handler"),
		HANDLERS("with the library, 200 handlers");

		private final String description;

		Variant(String description) {
			this.description = description;
		}

		String description() {
			return this.description;
		}

		boolean hasLibrary() {
			return this != WITHOUT;
		}

		boolean annotated() {
			return this == HANDLERS;
		}

		int tools(int handlers) {
			return (this == HANDLERS) ? handlers : 0;
		}

	}

}
