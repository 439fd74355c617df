package io.github.openairun.samples.durable;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;

/**
 * The tables of the application.
 */
@Repository
class Complaints {

	private final JdbcClient jdbc;

	Complaints(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	long save(String text) {
		GeneratedKeyHolder id = new GeneratedKeyHolder();
		this.jdbc.sql("insert into complaint (text) values (?)").param(text).update(id, "id");
		return Objects.requireNonNull(id.getKeyAs(Long.class));
	}

	@Nullable Long findOpen() {
		return this.jdbc.sql("select id from complaint where reply is null order by id fetch first row only")
			.query(Long.class)
			.optional()
			.orElse(null);
	}

	void reply(long id, String reply) {
		this.jdbc.sql("update complaint set reply = ? where id = ?").params(reply, id).update();
	}

	String findReply(long id) {
		return this.jdbc.sql("select reply from complaint where id = ?").param(id).query(String.class).single();
	}

	void addVoucher(long complaint, int euros) {
		this.jdbc.sql("insert into voucher (complaint, euros) values (?, ?)").params(complaint, euros).update();
	}

	int countVouchers(long complaint) {
		return this.jdbc.sql("select count(*) from voucher where complaint = ?")
			.param(complaint)
			.query(Integer.class)
			.single();
	}

}
