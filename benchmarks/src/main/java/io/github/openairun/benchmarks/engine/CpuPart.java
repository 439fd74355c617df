package io.github.openairun.benchmarks.engine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.sun.management.OperatingSystemMXBean;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;

/**
 * The CPU time of the whole process for one run after the other, at a server that takes
 * no time. The contenders take turns.
 */
final class CpuPart {

	/** So many turns are taken before any is measured: the compiler is to be done. */
	private static final int WARM_UP = 10;

	private static final String GOAL = "1.30 x";

	private static final String POLL = "execute, polling";

	private static final String POLL_BACKGROUND = "start, polling";

	private static final String STREAM = "execute, streaming";

	private static final String STREAM_BACKGROUND = "start, streaming";

	private static final String HAND_POLL = "by hand, polling";

	private static final String HAND_POLL_ASYNC = "by hand, asynchronous polling";

	private static final String HAND_STREAM = "by hand, streaming";

	private static final String HAND_STREAM_ASYNC = "by hand, asynchronous streaming";

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

	private final Sizes sizes;

	private final ServerProcess server;

	private final Map<String, List<Double>> costs = new LinkedHashMap<>();

	private final Map<String, List<Double>> threadCosts = new LinkedHashMap<>();

	private final Map<String, Double> requests = new LinkedHashMap<>();

	CpuPart(Sizes sizes, ServerProcess server) {
		this.sizes = sizes;
		this.server = server;
	}

	void run(Report report) throws Exception {
		String baseUrl = this.server.baseUrl("0");
		HandWrittenLoop hand = new HandWrittenLoop(baseUrl, Duration.ofMillis(1), null);
		RunListener listener = new RunListener() {
		};
		try (ConfigurableApplicationContext context = EngineApplication.start(baseUrl,
				"openai.run.poll.initial-interval=1ms")) {
			RunOperations runs = context.getBean(RunOperations.class);
			Map<String, Callable<String>> contenders = new LinkedHashMap<>();
			contenders.put(HAND_POLL, hand::poll);
			contenders.put(HAND_POLL_ASYNC, () -> hand.pollAsync().get());
			contenders.put(POLL, () -> EngineApplication.execute(runs, RunListener.NONE));
			contenders.put(POLL_BACKGROUND, () -> EngineApplication.start(runs, RunListener.NONE));
			contenders.put(HAND_STREAM, () -> hand.stream(() -> {
			}));
			contenders.put(STREAM, () -> EngineApplication.execute(runs, listener));
			contenders.put(STREAM_BACKGROUND, () -> EngineApplication.start(runs, listener));
			contenders.put(HAND_STREAM_ASYNC, () -> hand.streamAsync(() -> {
			}).get());
			for (Callable<String> contender : contenders.values()) {
				turn(contender, this.sizes.cpuRuns() * WARM_UP);
			}
			for (int round = 0; round < this.sizes.cpuRounds(); round++) {
				for (Map.Entry<String, Callable<String>> contender : contenders.entrySet()) {
					measure(contender.getKey(), contender.getValue());
				}
			}
		}
		compare(report, POLL, HAND_POLL);
		compare(report, POLL_BACKGROUND, HAND_POLL_ASYNC);
		compare(report, STREAM, HAND_STREAM);
		compare(report, STREAM_BACKGROUND, HAND_STREAM_ASYNC);
		compareCpu(report, POLL_BACKGROUND, HAND_POLL);
		compareCpu(report, STREAM_BACKGROUND, HAND_STREAM);
	}

	private void measure(String name, Callable<String> contender) throws Exception {
		long requests = this.server.figures().requests();
		long before = this.process.getProcessCpuTime();
		long beforeOfThreads = threadTime();
		turn(contender, this.sizes.cpuRuns());
		double cpuOfThreads = threadTime() - beforeOfThreads;
		double cpu = this.process.getProcessCpuTime() - before;
		this.costs.computeIfAbsent(name, (key) -> new ArrayList<>()).add(cpu / this.sizes.cpuRuns());
		this.threadCosts.computeIfAbsent(name, (key) -> new ArrayList<>()).add(cpuOfThreads / this.sizes.cpuRuns());
		this.requests.put(name, (double) (this.server.figures().requests() - requests) / this.sizes.cpuRuns());
	}

	/**
	 * What Java's threads that live still have used: not the compiler's, nor the
	 * collector's.
	 */
	private long threadTime() {
		return Arrays.stream(this.threads.getAllThreadIds()).map(this.threads::getThreadCpuTime).sum();
	}

	private static void turn(Callable<String> contender, int runs) throws Exception {
		for (int run = 0; run < runs; run++) {
			if (!contender.call().equals(ScriptedRuns.REPLY)) {
				throw new IOException("A run has replied something else");
			}
		}
	}

	private void compare(Report report, String name, String base) {
		compare(report, "CPU of a run: " + name, this.costs, name, base, GOAL);
		compare(report, "The same, without the JVM's own threads", this.threadCosts, name, base, GOAL);
		report.row("Requests of a run: " + name, Report.text("%.2f", this.requests.getOrDefault(name, 0.0)),
				Report.text("%.2f", this.requests.getOrDefault(base, 0.0)), "", name.endsWith("streaming") ? "2" : "");
	}

	/** What it costs not to block the caller. */
	private void compareCpu(Report report, String name, String base) {
		compare(report, "CPU of a run: " + name + ", beside " + base, this.costs, name, base, "");
	}

	private static void compare(Report report, String what, Map<String, List<Double>> costs, String name, String base,
			String goal) {
		List<Double> seen = costs.getOrDefault(name, List.of());
		List<Double> floor = costs.getOrDefault(base, List.of());
		report.row(what, micros(seen), micros(floor), Report.text("%.2f x", Report.median(seen) / Report.median(floor)),
				goal);
	}

	private static String micros(List<Double> costs) {
		return Report.text("%,.0f µs", Report.median(costs) / 1000);
	}

}
