package io.github.openairun.benchmarks.call;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;

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
 * are left out: they are not Java's.
 */
public class ThreadCpuProfiler implements InternalProfiler {

	/** The name of the result, in nanoseconds per call. */
	static final String CPU = "cpu.norm";

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private long before;

	@Override
	public String getDescription() {
		return "CPU time of Java's threads per call";
	}

	@Override
	public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
		this.before = cpu();
	}

	@Override
	public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
			IterationResult result) {
		double perCall = (double) (cpu() - this.before) / result.getMetadata().getAllOps();
		return List.of(new ScalarResult(CPU, perCall, "ns/op", AggregationPolicy.AVG));
	}

	private long cpu() {
		long sum = 0;
		for (long id : this.threads.getAllThreadIds()) {
			sum += Math.max(0, this.threads.getThreadCpuTime(id));
		}
		return sum;
	}

}
