package io.github.openairun.tool;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class BufferPoolTests {

	private final RecyclerPool<BufferRecycler> pool = BufferPool.factory(JsonMapper.builder().build()).recyclerPool();

	@Test
	void returnedBuffersAreLentAgain() {
		BufferRecycler recycler = this.pool.acquireAndLinkPooled();
		recycler.releaseToPool();
		assertThat(lendTwo()).contains(recycler);
	}

	@Test
	void nobodyGetsBuffersThatAreInUse() throws Exception {
		Set<BufferRecycler> inUse = ConcurrentHashMap.newKeySet();
		ExecutorService threads = Executors.newFixedThreadPool(20);
		try {
			Set<Future<Boolean>> all = new HashSet<>();
			for (int i = 0; i < 20; i++) {
				all.add(threads.submit(() -> IntStream.range(0, 5_000).allMatch((call) -> {
					BufferRecycler recycler = this.pool.acquireAndLinkPooled();
					boolean alone = inUse.add(recycler);
					inUse.remove(recycler);
					recycler.releaseToPool();
					return alone;
				})));
			}
			for (Future<Boolean> alone : all) {
				assertThat(alone.get()).isTrue();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void pooledMapperKeepsWhatTheMapperWasToldTo() {
		JsonMapper mapper = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
		JsonMapper pooled = BufferPool.pooled(mapper);
		assertThat(pooled.writeValueAsString(new Reply("Ada"))).isEqualTo("{\"first_name\":\"Ada\"}");
		assertThat(pooled.tokenStreamFactory()).isNotSameAs(mapper.tokenStreamFactory());
	}

	private Set<BufferRecycler> lendTwo() {
		Set<BufferRecycler> lent = Collections.newSetFromMap(new IdentityHashMap<>());
		lent.add(this.pool.acquireAndLinkPooled());
		lent.add(this.pool.acquireAndLinkPooled());
		lent.forEach(BufferRecycler::releaseToPool);
		return lent;
	}

	record Reply(String firstName) {
	}

}
