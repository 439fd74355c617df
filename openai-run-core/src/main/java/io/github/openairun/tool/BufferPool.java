package io.github.openairun.tool;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lends Jackson the buffers that it reads and writes with.
 * <p>
 * Jackson's default pool makes a list node and needs several atomic operations each time,
 * which a small call feels; its thread-local pool is of no use to virtual threads. Here a
 * thread looks at two places that it shares with few others, and what is not found there
 * is made.
 */
final class BufferPool implements RecyclerPool<BufferRecycler> {

	private static final long serialVersionUID = 1L;

	private static final BufferPool INSTANCE = new BufferPool();

	/** Two for each thread: a writer takes a second one while it has the first. */
	private static final int PLACES = 2;

	/** Keeps the places of different threads out of the same cache line. */
	private static final int STRIDE = 16;

	/** A power of two. */
	private static final int STRIPES = 16;

	private final transient AtomicReferenceArray<@Nullable BufferRecycler> free = new AtomicReferenceArray<>(
			STRIPES * STRIDE);

	private BufferPool() {
	}

	/**
	 * Begin a factory that differs from that of a mapper in nothing but the pool.
	 * @param mapper the mapper
	 * @return a builder
	 */
	static JsonFactoryBuilder factory(JsonMapper mapper) {
		return ((JsonFactory) mapper.tokenStreamFactory()).rebuild().recyclerPool(INSTANCE);
	}

	/**
	 * Derive a mapper that differs in nothing but the pool.
	 * @param mapper the mapper
	 * @return a mapper with this pool
	 */
	static JsonMapper pooled(JsonMapper mapper) {
		return new Builder(mapper, factory(mapper).build()).build();
	}

	@Override
	public BufferRecycler acquirePooled() {
		int first = first();
		for (int i = first; i < first + PLACES; i++) {
			if (this.free.getPlain(i) != null) {
				BufferRecycler recycler = this.free.getAndSet(i, null);
				if (recycler != null) {
					return recycler;
				}
			}
		}
		return new BufferRecycler();
	}

	@Override
	public void releasePooled(BufferRecycler recycler) {
		int first = first();
		for (int i = first; i < first + PLACES; i++) {
			if (this.free.getPlain(i) == null) {
				// two threads may come here at once: one of the recyclers is then lost
				this.free.setRelease(i, recycler);
				return;
			}
		}
	}

	private static int first() {
		return (int) (Thread.currentThread().getId() & (STRIPES - 1)) * STRIDE;
	}

	private Object readResolve() {
		return INSTANCE;
	}

	/**
	 * Builds with another factory, which Jackson's own builder cannot change.
	 */
	private static final class Builder extends JsonMapper.Builder {

		private final JsonFactory factory;

		Builder(JsonMapper mapper, JsonFactory factory) {
			super((StateImpl) mapper.rebuild().saveStateApplyModules());
			this.factory = factory;
		}

		@Override
		public TokenStreamFactory streamFactory() {
			return this.factory;
		}

	}

}
