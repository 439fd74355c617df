package io.github.openairun.benchmarks.thread;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

import com.sun.management.ThreadMXBean;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import tools.jackson.databind.JsonNode;

import io.github.openairun.wire.Json;

/**
 * Prints what a round costs on a thread of 1,000 items beside writing the JSON of its
 * request once with the same mapper.
 */
public final class ThreadTable {

	private static final int ITEMS = 1000;

	/** A round adds two items, so that a thread may not be used for many. */
	private static final int ROUNDS = 20;

	private static final String GOAL = "1.50 x";

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final int items;

	private final int warmUp;

	private final int turns;

	/**
	 * Create a table.
	 * @param quick whether rough figures will do
	 */
	public ThreadTable(boolean quick) {
		this(ITEMS, quick ? 20 : 60, quick ? 15 : 61);
	}

	ThreadTable(int items, int warmUp, int turns) {
		this.items = items;
		this.warmUp = warmUp;
		this.turns = turns;
	}

	/**
	 * Measure rounds.
	 * @param out where to print the table
	 */
	public void run(PrintStream out) {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setDaemon(true);
		scheduler.initialize();
		List<Costs> rounds = new ArrayList<>();
		List<Costs> floors = new ArrayList<>();
		long size = 0;
		for (int turn = 0; turn < this.warmUp + this.turns; turn++) {
			LongThread thread = new LongThread(this.items, scheduler);
			JsonNode request = thread.request();
			Costs floor = costs(() -> Json.mapper().writeValueAsBytes(request).length);
			Costs round = costs(thread::round);
			if (turn >= this.warmUp) {
				floors.add(floor);
				rounds.add(round);
			}
			size = Json.mapper().writeValueAsBytes(request).length;
		}
		scheduler.shutdown();
		out.println(
				"| a round on a thread of " + this.items + " items | seen | writing its JSON once | compared | goal |");
		out.println("| --- | ---: | ---: | ---: | ---: |");
		row(out, "CPU", "µs", median(rounds.stream().map(Costs::cpu).toList()) / 1000,
				median(floors.stream().map(Costs::cpu).toList()) / 1000);
		row(out, "allocated", "bytes", median(rounds.stream().map(Costs::bytes).toList()),
				median(floors.stream().map(Costs::bytes).toList()));
		out.println(String.format(Locale.ROOT, "| size of the request | %,d bytes | | | |", size));
	}

	private static void row(PrintStream out, String what, String unit, double seen, double floor) {
		out.println(String.format(Locale.ROOT, "| %s | %,.0f %s | %,.0f %s | %.2f x | %s |", what, seen, unit, floor,
				unit, seen / floor, GOAL));
	}

	private Costs costs(LongSupplier work) {
		long id = Thread.currentThread().getId();
		long bytes = this.threads.getThreadAllocatedBytes(id);
		long cpu = this.threads.getCurrentThreadCpuTime();
		long written = 0;
		for (int round = 0; round < ROUNDS; round++) {
			written += work.getAsLong();
		}
		cpu = this.threads.getCurrentThreadCpuTime() - cpu;
		bytes = this.threads.getThreadAllocatedBytes(id) - bytes;
		if (written == 0) {
			throw new IllegalStateException("Nothing was written");
		}
		return new Costs((double) cpu / ROUNDS, (double) bytes / ROUNDS);
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
	}

	private record Costs(double cpu, double bytes) {
	}

}
