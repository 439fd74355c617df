package io.github.openairun.benchmarks.durable;

/**
 * A way to let work outlive its process. It says of each piece of work when it has ended.
 */
interface Contender extends AutoCloseable {

	/** Schedule a run, to be executed in the background. */
	void schedule() throws Exception;

	/** Do the work of a run on this thread, without a record of it. */
	void plain() throws Exception;

	/** Return a query for the number of runs that still have something to write. */
	String unsettled();

	@Override
	void close();

}
