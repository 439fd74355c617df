package io.github.openairun.benchmarks.engine;

import java.io.PrintStream;
import java.util.Collection;

/**
 * Drives runs at a server in a process of its own, and prints what that costs beside
 * loops that are written by hand.
 */
public final class EngineTable {

	private final Sizes sizes;

	private final Collection<String> words;

	/**
	 * Create a table.
	 * @param quick whether rough figures will do
	 * @param words names the part that is wished: {@code engine-cpu},
	 * {@code engine-latency}, {@code engine-scale}, {@code engine-stateless}, or
	 * {@code engine} for all
	 */
	public EngineTable(boolean quick, Collection<String> words) {
		this(quick ? Sizes.quick() : Sizes.full(), words);
	}

	EngineTable(Sizes sizes, Collection<String> words) {
		this.sizes = sizes;
		this.words = words;
	}

	/**
	 * Return whether a part of the table is wished.
	 * @param words what is wished
	 * @return whether one of the words names a part
	 */
	public static boolean isWished(Collection<String> words) {
		return words.stream().anyMatch((word) -> word.equals("engine") || word.startsWith("engine-"));
	}

	/**
	 * Drive the runs.
	 * @param out where to print the table
	 * @throws Exception if a run does not come to its end
	 */
	public void run(PrintStream out) throws Exception {
		Report report = new Report(out);
		try (ServerProcess server = ServerProcess.start()) {
			if (wished("engine-scale")) {
				new ScalePart(this.sizes, server).run(report);
			}
			if (wished("engine-stateless")) {
				new StatelessPart(this.sizes, server).run(report);
			}
			if (wished("engine-latency")) {
				new LatencyPart(this.sizes, server).run(report);
			}
			if (wished("engine-cpu")) {
				new CpuPart(this.sizes, server).run(report);
			}
		}
	}

	private boolean wished(String part) {
		return this.words.contains("engine") || this.words.contains(part);
	}

}
