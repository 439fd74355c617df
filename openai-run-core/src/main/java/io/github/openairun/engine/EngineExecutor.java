package io.github.openairun.engine;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A pool that starts a thread only if all threads are busy, and queues tasks only if it
 * has reached its size. A plain {@link ThreadPoolExecutor} starts all its core threads
 * first and distributes tasks among them, so that a little work keeps many threads awake.
 */
final class EngineExecutor extends ThreadPoolExecutor {

	/**
	 * Create a pool.
	 * @param size the maximum number of threads
	 * @param idleSeconds the idle time after which a thread ends
	 * @param threads creates the threads
	 */
	EngineExecutor(int size, long idleSeconds, ThreadFactory threads) {
		super(0, size, idleSeconds, TimeUnit.SECONDS, new HandOver(), threads, EngineExecutor::enqueue);
	}

	/** Queues a task if all threads are busy and the pool has reached its size. */
	private static void enqueue(Runnable task, ThreadPoolExecutor pool) {
		((HandOver) pool.getQueue()).put(task);
		// The last thread may have checked the queue before the task was added.
		boolean unseen = pool.isShutdown() || pool.getPoolSize() == 0;
		if (unseen && pool.remove(task)) {
			if (pool.isShutdown()) {
				throw new RejectedExecutionException("The threads of the engine are shut down");
			}
			pool.execute(task);
		}
	}

	/**
	 * Accepts a task only if a thread waits for it.
	 */
	private static final class HandOver extends LinkedTransferQueue<Runnable> {

		private static final long serialVersionUID = 1;

		@Override
		public boolean offer(Runnable task) {
			return tryTransfer(task);
		}

	}

}
