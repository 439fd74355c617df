package io.github.openairun.benchmarks.startup;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import org.springframework.util.Assert;

/**
 * Starts the same application again and again in new JVMs, with and without this library
 * and handlers, and prints what CPU time that takes and what heap stays. The variants
 * take turns.
 */
public final class StartUpTable {

	private static final int SERVICES = 20;

	private final int rounds;

	private final Path directory = Path.of("start-up").toAbsolutePath();

	/**
	 * Create a table.
	 * @param rounds how often to start each application; at least 2
	 */
	public StartUpTable(int rounds) {
		Assert.isTrue(rounds >= 2, "'rounds' must be at least 2");
		this.rounds = rounds;
	}

	/**
	 * Start the applications.
	 * @param out where to print the table
	 * @throws Exception if one does not start
	 */
	public void run(PrintStream out) throws Exception {
		StarterClassPath classPath = new StarterClassPath(this.directory);
		List<String> services = List.of();
		for (Variant variant : Variant.values()) {
			services = HandlerSources.compile(directory(variant), SERVICES, classPath.of(directory(variant), true),
					variant.annotated());
		}
		Map<Variant, List<Start>> starts = new EnumMap<>(Variant.class);
		for (int round = 0; round <= this.rounds; round++) {
			for (Variant variant : inTurns(round)) {
				Start start = start(variant, classPath.of(directory(variant), variant.hasLibrary()), services);
				// the first round fills the machine's file cache
				if (round > 0) {
					starts.computeIfAbsent(variant, (key) -> new ArrayList<>()).add(start);
				}
			}
		}
		print(out, starts);
		out.println();
		out.println(
				String.format(Locale.ROOT, "The library's jar has %,d bytes; its starter brings no other jar beyond "
						+ "those of spring-boot-starter-restclient.", classPath.librarySize()));
	}

	/** There and back again, so that no variant always comes behind the same one. */
	private static List<Variant> inTurns(int round) {
		List<Variant> variants = new ArrayList<>(List.of(Variant.values()));
		if (round % 2 == 1) {
			Collections.reverse(variants);
		}
		return variants;
	}

	private Path directory(Variant variant) {
		return this.directory.resolve(variant.annotated() ? "annotated" : "plain");
	}

	private Start start(Variant variant, String classPath, List<String> services) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath,
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
		int tools = Integer.parseInt(figures[3]);
		if (tools != variant.tools(SERVICES * HandlerSources.HANDLERS)) {
			throw new IllegalStateException(variant + " has " + tools + " tools");
		}
		return new Start(Long.parseLong(figures[1]), Long.parseLong(figures[2]));
	}

	private void print(PrintStream out, Map<Variant, List<Start>> starts) {
		double heap = heap(starts, Variant.RESTCLIENT);
		out.println("The application has " + SERVICES + " beans with " + HandlerSources.HANDLERS + " methods each.");
		out.println("CPU is that of the process until the application has started, heap what it then retains; "
				+ "medians of " + this.rounds + ".");
		out.println("The columns that compare have the geometric mean of the rounds, in each of which every "
				+ "application was started once, and its standard error.");
		out.println();
		out.println("| application | CPU | x RestClient alone | x no handlers | heap | beyond RestClient alone |");
		out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
		for (Variant variant : starts.keySet()) {
			out.println(String.format(Locale.ROOT, "| %s | %,.0f ms | %s | %s | %.2f MB | %.2f MB |",
					variant.description(), cpu(starts, variant) / 1e6, compared(starts, variant, Variant.RESTCLIENT),
					compared(starts, variant, Variant.NO_HANDLERS), heap(starts, variant) / 1e6,
					(heap(starts, variant) - heap) / 1e6));
		}
	}

	private static double cpu(Map<Variant, List<Start>> starts, Variant variant) {
		return median(starts.getOrDefault(variant, List.of()).stream().map(Start::cpu).toList());
	}

	/**
	 * Whatever else the machine does falls on starts that follow each other, so these are
	 * compared.
	 */
	private static String compared(Map<Variant, List<Start>> starts, Variant variant, Variant other) {
		List<Start> left = starts.getOrDefault(variant, List.of());
		List<Start> right = starts.getOrDefault(other, List.of());
		if (variant == other) {
			return "1.000";
		}
		return Comparison
			.of(IntStream.range(0, left.size())
				.mapToDouble((round) -> (double) left.get(round).cpu() / right.get(round).cpu())
				.toArray())
			.toString();
	}

	private static double heap(Map<Variant, List<Start>> starts, Variant variant) {
		return median(starts.getOrDefault(variant, List.of()).stream().map(Start::heap).toList());
	}

	private static <N extends Number & Comparable<N>> double median(List<N> values) {
		List<N> sorted = new ArrayList<>(values);
		Collections.sort(sorted);
		return sorted.get(sorted.size() / 2).doubleValue();
	}

	/**
	 * What one start cost.
	 *
	 * @param cpu the time of the process in nanoseconds
	 * @param heap the bytes that it retains
	 */
	private record Start(long cpu, long heap) {
	}

	private enum Variant {

		RESTCLIENT("spring-boot-starter-restclient alone"),
		NO_HANDLERS("with the library, none of the methods a handler"), HANDLERS("with the library, 200 handlers");

		private final String description;

		Variant(String description) {
			this.description = description;
		}

		String description() {
			return this.description;
		}

		boolean hasLibrary() {
			return this != RESTCLIENT;
		}

		boolean annotated() {
			return this == HANDLERS;
		}

		int tools(int handlers) {
			return (this == HANDLERS) ? handlers : 0;
		}

	}

}
