package io.github.openairun.engine;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A pool that starts a thread only if all are busy, and lets tasks wait only if it may
 * start no more. {@link ThreadPoolExecutor} by itself starts all its core threads first
 * and has them take turns, so that a little work keeps many threads awake.
 */
final class EngineExecutor extends ThreadPoolExecutor {

	/**
	 * Create a pool.
	 * @param size how many threads it may have
	 * @param idleSeconds after how long a thread without work ends
	 * @param threads makes the threads
	 */
	EngineExecutor(int size, long idleSeconds, ThreadFactory threads) {
		super(0, size, idleSeconds, TimeUnit.SECONDS, new HandOver(), threads, EngineExecutor::enqueue);
	}

	/** All threads are busy, and there are as many as there may be. */
	private static void enqueue(Runnable task, ThreadPoolExecutor pool) {
		((HandOver) pool.getQueue()).put(task);
		// The last thread may have looked at the queue for the last time before.
		boolean unseen = pool.isShutdown() || pool.getPoolSize() == 0;
		if (unseen && pool.remove(task)) {
			if (pool.isShutdown()) {
				throw new RejectedExecutionException("The threads of the engine are shut down");
			}
			pool.execute(task);
		}
	}

	/**
	 * Takes a task at once only if a thread waits for it.
	 */
	private static final class HandOver extends LinkedTransferQueue<Runnable> {

		private static final long serialVersionUID = 1;

		@Override
		public boolean offer(Runnable task) {
			return tryTransfer(task);
		}

	}

}
