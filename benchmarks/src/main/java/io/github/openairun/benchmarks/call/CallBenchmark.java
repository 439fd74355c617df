package io.github.openairun.benchmarks.call;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Answers one call after the other, on one thread.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {

	/** Answer one call. */
	@Benchmark
	public String call(Prepared prepared) {
		return prepared.answer.text();
	}

	/**
	 * A contender that is ready. Only one of them ever runs in a JVM.
	 */
	@State(Scope.Benchmark)
	public static class Prepared {

		/** The handler and its arguments. */
		@Param
		public Row row = Row.TWO_ARGUMENTS;

		/** Who answers. */
		@Param
		public Contender contender = Contender.FLOOR;

		private Contender.Answer answer = () -> "";

		private ConfigurableApplicationContext context = CallApplication.start();

		/** Prepare the contender. */
		@Setup
		public void prepare() {
			this.answer = this.contender.prepare(this.context, this.row);
		}

		/** End the application. */
		@TearDown
		public void close() {
			this.context.close();
		}

	}

}
