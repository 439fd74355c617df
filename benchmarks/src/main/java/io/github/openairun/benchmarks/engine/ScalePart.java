package io.github.openairun.benchmarks.engine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.springframework.context.ConfigurableApplicationContext;

import io.github.openairun.RunHandle;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunResult;

/**
 * Thousands of runs at once.
 */
final class ScalePart {

	static final int HAND_THREADS = 32;

	static final int HOLD_MILLIS = 120_000;

	private static final int ROUNDS = 3;

	static final RunListener LISTENER = new RunListener() {
	};

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private final Sizes sizes;

	private final ServerProcess server;

	ScalePart(Sizes sizes, ServerProcess server) {
		this.sizes = sizes;
		this.server = server;
	}

	void run(Report report) throws Exception {
		// first, as long as nothing else has left anything behind
		hold(report);
		stream(report);
		poll(report);
	}

	private ConfigurableApplicationContext application(String baseUrl) {
		return EngineApplication.start(baseUrl, "openai.run.engine.max-runs=" + this.sizes.polledRuns(),
				"openai.run.limits.timeout=30m");
	}

	private void stream(Report report) throws Exception {
		List<Double> rates = new ArrayList<>();
		List<Double> ratesByHand = new ArrayList<>();
		int[] peaks = new int[ROUNDS + 1];
		int[] peaksByHand = new int[ROUNDS + 1];
		// the first round warms up
		for (int round = 0; round <= ROUNDS; round++) {
			double byHand = streamByHand();
			peaksByHand[round] = this.threads.getPeakThreadCount();
			double rate = stream();
			peaks[round] = this.threads.getPeakThreadCount();
			if (round > 0) {
				rates.add(rate);
				ratesByHand.add(byHand);
			}
		}
		String what = Report.text("%,d streamed runs at once: ", this.sizes.streamedRuns());
		report.row(what + "runs per second", Report.text("%.0f", Report.median(rates)),
				Report.text("%.0f", Report.median(ratesByHand)),
				Report.text("%.2f x", Report.median(rates) / Report.median(ratesByHand)), "0.85 x");
		report.row(what + "threads of the process", peakBehindFirst(peaks), peakBehindFirst(peaksByHand), "", "64");
		report.row(what + "threads of the process, the first time", Integer.toString(peaks[0]),
				Integer.toString(peaksByHand[0]), "", "");
	}

	private static String peakBehindFirst(int[] peaks) {
		return Integer.toString(Arrays.stream(peaks).skip(1).max().orElse(0));
	}

	private double streamByHand() throws Exception {
		forgetClients(this.sizes);
		ExecutorService executor = Executors.newFixedThreadPool(HAND_THREADS);
		try {
			HandWrittenLoop hand = new HandWrittenLoop(pacedUrl(), Duration.ofMillis(1), executor);
			return rate(this.sizes.streamedRuns(), () -> hand.streamAsync(() -> {
			}));
		}
		finally {
			executor.shutdown();
			executor.awaitTermination(10, TimeUnit.SECONDS);
		}
	}

	private double stream() throws Exception {
		forgetClients(this.sizes);
		try (ConfigurableApplicationContext context = application(pacedUrl())) {
			RunOperations runs = context.getBean(RunOperations.class);
			return rate(this.sizes.streamedRuns(), () -> texts(runs, LISTENER));
		}
	}

	private String pacedUrl() {
		return this.server.baseUrl(Integer.toString(this.sizes.phaseMillis()));
	}

	/** A client of the JDK has a thread until the collector finds that nobody uses it. */
	static void forgetClients(Sizes sizes) {
		System.gc();
		long begin = System.nanoTime();
		while (hasClients() && System.nanoTime() - begin < sizes.phaseMillis() * 5_000_000L) {
			LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
		}
		ManagementFactory.getThreadMXBean().resetPeakThreadCount();
	}

	private static boolean hasClients() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread.getName().startsWith("HttpClient-"));
	}

	private void poll(Report report) throws Exception {
		forgetClients(this.sizes);
		long requests = this.server.figures().requests();
		double rate;
		try (ConfigurableApplicationContext context = application(pacedUrl())) {
			RunOperations runs = context.getBean(RunOperations.class);
			rate = rate(this.sizes.polledRuns(), () -> texts(runs, RunListener.NONE));
		}
		String what = Report.text("%,d polled runs at once: ", this.sizes.polledRuns());
		report.row(what + "runs per second", Report.text("%.0f", rate), "", "", "");
		report.row(what + "requests of a run",
				Report.text("%.1f", (double) (this.server.figures().requests() - requests) / this.sizes.polledRuns()),
				"", "", "");
		report.row(what + "threads of the process", Integer.toString(this.threads.getPeakThreadCount()), "", "", "64");
	}

	static CompletableFuture<String> texts(RunOperations runs, RunListener listener) {
		return runs.start(EngineApplication.request(), listener)
			.result()
			.thenApply(RunResult::text)
			.toCompletableFuture();
	}

	/** Start all at once, and wait until each of them has replied. */
	static double rate(int runs, Supplier<CompletableFuture<String>> start) throws IOException {
		long begin = System.nanoTime();
		List<CompletableFuture<String>> replies = IntStream.range(0, runs).mapToObj((run) -> start.get()).toList();
		for (CompletableFuture<String> reply : replies) {
			if (!reply.join().equals(ScriptedRuns.REPLY)) {
				throw new IOException("A run has replied something else");
			}
		}
		return runs / ((System.nanoTime() - begin) / 1e9);
	}

	private void hold(Report report) throws Exception {
		try (ConfigurableApplicationContext context = application(this.server.baseUrl(HOLD_MILLIS + "-hold"))) {
			RunOperations runs = context.getBean(RunOperations.class);
			List<RunHandle> handles = new ArrayList<>(this.sizes.polledRuns() + 1);
			hold(this.server, () -> handles.add(runs.start(EngineApplication.request())), 1);
			long before = usedHeap();
			hold(this.server, () -> handles.add(runs.start(EngineApplication.request())), this.sizes.polledRuns() - 1);
			double each = (double) (usedHeap() - before) / (this.sizes.polledRuns() - 1);
			report.row(Report.text("%,d polled runs that wait: heap of each", handles.size()),
					Report.text("%,.0f bytes", each), "", "", "10,240 bytes");
		}
	}

	/** Start more runs, and wait until the server knows them. */
	static void hold(ServerProcess server, Runnable start, int more) throws IOException {
		int created = server.figures().created();
		for (int run = 0; run < more; run++) {
			start.run();
		}
		while (server.figures().created() < created + more) {
			LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
		}
		// the answers to the last requests are on their way
		LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
	}

	static long usedHeap() {
		for (int round = 0; round < 3; round++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
