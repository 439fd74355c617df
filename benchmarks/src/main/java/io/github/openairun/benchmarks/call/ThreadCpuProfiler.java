package io.github.openairun.benchmarks.call;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Measures the CPU time of Java's threads per call, which other processes on the machine
 * disturb far less than the time on the wall. The compiler's and the collector's threads
 * are left out, as they are not Java's, and so is a thread that ends meanwhile.
 */
public class ThreadCpuProfiler implements InternalProfiler {

	/** The name of the result, in nanoseconds per call. */
	static final String CPU = "cpu.norm";

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private final Map<Long, Long> before = new HashMap<>();

	@Override
	public String getDescription() {
		return "CPU time of Java's threads per call";
	}

	@Override
	public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
		this.before.clear();
		for (long id : this.threads.getAllThreadIds()) {
			this.before.put(id, this.threads.getThreadCpuTime(id));
		}
	}

	@Override
	public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
			IterationResult result) {
		double perCall = (double) sinceBefore() / result.getMetadata().getAllOps();
		return List.of(new ScalarResult(CPU, perCall, "ns/op", AggregationPolicy.AVG));
	}

	private long sinceBefore() {
		long sum = 0;
		for (long id : this.threads.getAllThreadIds()) {
			sum += Math.max(0, this.threads.getThreadCpuTime(id) - this.before.getOrDefault(id, 0L));
		}
		return sum;
	}

}
