package io.github.openairun.benchmarks.testing;

import org.springframework.test.context.TestContextManager;

/**
 * Starts the context of a test, and prints how long that takes in nanoseconds.
 */
final class StartedTest {

	private StartedTest() {
	}

	public static void main(String[] args) throws Exception {
		Class<?> test = args[0].equals("slice") ? MeasuredContexts.Slice.class : MeasuredContexts.Empty.class;
		long start = System.nanoTime();
		new TestContextManager(test).getTestContext().getApplicationContext();
		System.out.println("TOOK " + (System.nanoTime() - start));
		System.exit(0);
	}

}
