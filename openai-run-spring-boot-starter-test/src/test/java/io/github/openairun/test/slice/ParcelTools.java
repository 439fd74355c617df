package io.github.openairun.test.slice;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import jakarta.validation.constraints.Pattern;

import io.github.openairun.ToolHandler;

class ParcelTools {

	static final String SECRET = "the password of the database";

	final Semaphore hanging = new Semaphore(0);

	@ToolHandler(description = "Finds a parcel by its number")
	Parcel findParcel(@Pattern(regexp = "\\d+", message = "must have digits only") String number) {
		return new Parcel(number, "shipped");
	}

	@ToolHandler(description = "Counts the parcels of a customer")
	int countParcels(String customer) {
		return customer.length();
	}

	@ToolHandler(description = "Fails")
	String explode() {
		throw new IllegalStateException(SECRET);
	}

	@ToolHandler(description = "Hangs", timeout = "5m")
	String hang() throws InterruptedException {
		this.hanging.release();
		new CountDownLatch(1).await();
		return "never";
	}

	record Parcel(String number, String status) {
	}

}
