package io.github.openairun.benchmarks.durable;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Lets all contenders do the same work on one PostgreSQL in turns, and prints what it
 * costs.
 */
final class DurableTable implements AutoCloseable {

	private static final long MAX_SECONDS = 120;

	private final Sizes sizes;

	private final List<Entrant> entrants;

	private final BenchmarkDatabase database;

	private final WorkServer server;

	private DurableTable(Sizes sizes, List<Entrant> entrants, BenchmarkDatabase database, WorkServer server) {
		this.sizes = sizes;
		this.entrants = entrants;
		this.database = database;
		this.server = server;
	}

	/**
	 * Start the database and the server.
	 * @param sizes how much to measure
	 * @param words names the contenders; all of them if it names none
	 */
	static DurableTable open(Sizes sizes, Collection<String> words) throws IOException {
		List<Entrant> named = Arrays.stream(Entrant.values())
			.filter((entrant) -> words.contains(entrant.name()))
			.toList();
		return new DurableTable(sizes, named.isEmpty() ? List.of(Entrant.values()) : named, BenchmarkDatabase.start(),
				WorkServer.start());
	}

	/** Measure, and print the medians of the turns. */
	void run(PrintStream out) throws Exception {
		Map<Entrant, List<Figures>> all = new EnumMap<>(Entrant.class);
		for (Entrant entrant : this.entrants) {
			turn(entrant, this.sizes.warmUp());
		}
		for (int round = 0; round < this.sizes.rounds(); round++) {
			for (Entrant entrant : this.entrants) {
				all.computeIfAbsent(entrant, (key) -> new ArrayList<>()).add(turn(entrant, this.sizes.warmUp() / 10));
			}
		}
		print(out, all);
	}

	/** Print the statements of a run of each contender. */
	void statements(PrintStream out) throws Exception {
		for (Entrant entrant : this.entrants) {
			try (HikariDataSource pool = this.database.open(entrant.database())) {
				CountingDataSource counting = new CountingDataSource(pool);
				Semaphore ends = new Semaphore(0);
				try (Contender contender = entrant.enter(counting, this.server, ends)) {
					many(contender, ends, this.sizes.warmUp());
					settle(contender, pool);
					counting.takeTexts();
					many(contender, ends, this.sizes.runs());
					settle(contender, pool);
					out.println(entrant);
					counting.takeTexts()
						.forEach((text, count) -> out.println(
								String.format(Locale.ROOT, "%8.2f  %s", (double) count / this.sizes.runs(), text)));
				}
			}
		}
	}

	private Figures turn(Entrant entrant, int warmUp) throws Exception {
		try (HikariDataSource pool = this.database.open(entrant.database())) {
			CountingDataSource counting = new CountingDataSource(pool);
			Semaphore ends = new Semaphore(0);
			try (Contender contender = entrant.enter(counting, this.server, ends)) {
				many(contender, ends, warmUp);
				settle(contender, pool);
				Counts counts = counting.counts();
				long written = this.database.written();
				long requests = this.server.requests();
				Duration cpu = cpu();
				Duration databaseCpu = this.database.cpu();
				double seconds = many(contender, ends, this.sizes.runs());
				settle(contender, pool);
				int runs = this.sizes.runs();
				double millis = millis(cpu().minus(cpu)) / runs;
				double databaseMillis = millis(this.database.cpu().minus(databaseCpu)) / runs;
				counts = counting.counts().minus(counts);
				return new Figures(runs / seconds, millis, databaseMillis, (double) counts.statements() / runs,
						(double) counts.writes() / runs, (double) counts.commits() / runs,
						(double) (this.database.written() - written) / runs,
						(double) (this.server.requests() - requests) / runs, single(contender, ends),
						median(this.sizes.single(), contender::plain));
			}
		}
	}

	private static Duration cpu() {
		return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
	}

	private static double millis(Duration duration) {
		return duration.toNanos() / 1e6;
	}

	/** Return how many seconds it takes to execute runs. */
	private static double many(Contender contender, Semaphore ends, int runs) throws Exception {
		long start = System.nanoTime();
		for (int run = 0; run < runs; run++) {
			contender.schedule();
		}
		await(ends, runs);
		return (System.nanoTime() - start) / 1e9;
	}

	private double single(Contender contender, Semaphore ends) throws Exception {
		return median(this.sizes.single(), () -> {
			contender.schedule();
			await(ends, 1);
		});
	}

	private static void await(Semaphore ends, int runs) throws Exception {
		if (!ends.tryAcquire(runs, MAX_SECONDS, TimeUnit.SECONDS)) {
			throw new TimeoutException("Only " + ends.availablePermits() + " of " + runs + " runs have ended");
		}
	}

	/** Return the median of some times, in milliseconds. */
	private static double median(int times, Action action) throws Exception {
		List<Double> all = new ArrayList<>();
		for (int time = 0; time < times; time++) {
			long start = System.nanoTime();
			action.run();
			all.add((System.nanoTime() - start) / 1e6);
		}
		return median(all);
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
	}

	private static void settle(Contender contender, HikariDataSource pool) throws InterruptedException {
		JdbcTemplate jdbc = new JdbcTemplate(pool);
		CountDownLatch never = new CountDownLatch(1);
		for (int attempt = 0; attempt < MAX_SECONDS * 10; attempt++) {
			Long unsettled = jdbc.queryForObject(contender.unsettled(), Long.class);
			if (unsettled != null && unsettled == 0) {
				return;
			}
			never.await(100, TimeUnit.MILLISECONDS);
		}
		throw new IllegalStateException("Runs have not been written to their end");
	}

	private void print(PrintStream out, Map<Entrant, List<Figures>> all) {
		out.println(String.format(Locale.ROOT, "%,d runs at once, %,d one after the other; medians of %d turns; %s",
				this.sizes.runs(), this.sizes.single(), this.sizes.rounds(), this.database.settings()));
		out.println();
		out.println(
				"| contender | runs/s | of the turns | relative | CPU | CPU of PostgreSQL | statements | writes | commits "
						+ "| WAL bytes | requests | one run | added |");
		out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
		double floor = median(all, this.entrants.get(0), Figures::runsPerSecond);
		for (Entrant entrant : all.keySet()) {
			List<Double> speeds = all.get(entrant).stream().map(Figures::runsPerSecond).sorted().toList();
			double speed = median(speeds);
			double single = median(all, entrant, Figures::single);
			out.println(String.format(Locale.ROOT,
					"| `%s` | %.0f | %.0f to %.0f | %.2f x | %.1f ms | %.1f ms | %.1f | %.1f | %.1f | %,.0f | %.1f | %.1f ms | %.1f ms |",
					entrant, speed, speeds.get(0), speeds.get(speeds.size() - 1), speed / floor,
					median(all, entrant, Figures::cpu), median(all, entrant, Figures::databaseCpu),
					median(all, entrant, Figures::statements), median(all, entrant, Figures::writes),
					median(all, entrant, Figures::commits), median(all, entrant, Figures::written),
					median(all, entrant, Figures::requests), single, single - median(all, entrant, Figures::plain)));
		}
	}

	private static double median(Map<Entrant, List<Figures>> all, Entrant entrant, ToDoubleFunction<Figures> figure) {
		return median(all.getOrDefault(entrant, List.of()).stream().map(figure::applyAsDouble).toList());
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		this.database.close();
	}

	@FunctionalInterface
	private interface Action {

		void run() throws Exception;

	}

	/**
	 * What a turn has measured: figures of a run, and milliseconds.
	 */
	private record Figures(double runsPerSecond, double cpu, double databaseCpu, double statements, double writes,
			double commits, double written, double requests, double single, double plain) {
	}

}
